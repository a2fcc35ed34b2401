package dev.sluice.edge.http;

import dev.sluice.cache.fill.FailureCause;
import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.request.Selection;
import dev.sluice.cache.slice.ByteRange;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.edge.content.ContentCache;
import dev.sluice.edge.content.OpenObject;
import dev.sluice.edge.content.SliceRead;
import dev.sluice.edge.traffic.TrafficMeter;
import dev.sluice.edge.upstream.TierPath;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes an object, or the part of it that was asked for (RFC 9110 sections 13 and 14).
///
/// The first slice is fetched before the head is written, so that an upstream that is away still
/// gets a proper status. When a later one fails, the connection is cut: the client sees a short
/// body and asks for the rest.
final class ObjectResponder {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectResponder.class);
  private static final String IMMUTABLE = "public, max-age=31536000, immutable";

  private final String nodeId;
  private final Slicing slicing;
  private final String mutable;
  private final TrafficMeter meter;
  private final TierPath path;
  private final InstantSource clock;

  ObjectResponder(
      String nodeId, ContentCache cache, TrafficMeter meter, TierPath path, InstantSource clock) {
    this.nodeId = nodeId;
    this.slicing = cache.slicing();
    this.mutable = "public, max-age=" + cache.mutableMaxAge().toSeconds();
    this.meter = meter;
    this.path = path;
    this.clock = clock;
  }

  void respond(OpenObject object, HttpHeaders request, ResponseWriter writer)
      throws ClientGoneException {
    var etag = "\"" + object.etag() + "\"";
    if (matches(request.get(HttpHeaderNames.IF_NONE_MATCH, ""), etag)) {
      writer.writeHead(HttpResponseStatus.NOT_MODIFIED, describe(object), false);
      return;
    }
    // If-Range with another validator (section 13.1.5): the client's part belongs to other bytes.
    var ifRange = request.get(HttpHeaderNames.IF_RANGE, etag);
    var selection = ifRange.equals(etag) ? object.selection() : new Selection.Whole();
    switch (selection) {
      case Selection.Unsatisfiable _ -> writeUnsatisfiable(object, writer);
      case Selection.Part(var part) ->
          write(object, part, HttpResponseStatus.PARTIAL_CONTENT, writer);
      case Selection.Whole _ -> {
        if (object.lengthBytes() == 0) {
          var headers = describe(object).set(HttpHeaderNames.CONTENT_LENGTH, 0);
          writer.writeHead(HttpResponseStatus.OK, headers, false);
        } else {
          write(object, ByteRange.whole(object.lengthBytes()), HttpResponseStatus.OK, writer);
        }
      }
    }
  }

  /// 504 for an upstream that was too slow, 502 for one that failed, 503 for this node.
  static HttpResponseStatus statusOf(FailureCause cause) {
    return switch (cause) {
      case UPSTREAM_SLOW -> HttpResponseStatus.GATEWAY_TIMEOUT;
      case UPSTREAM_FAILED -> HttpResponseStatus.BAD_GATEWAY;
      case NODE_FAILED -> HttpResponseStatus.SERVICE_UNAVAILABLE;
    };
  }

  private void write(
      OpenObject object, ByteRange wanted, HttpResponseStatus status, ResponseWriter writer)
      throws ClientGoneException {
    if (writer.isHead()) {
      writer.writeHead(status, describe(object, wanted, status), false);
      return;
    }
    var first = slicing.indexOf(wanted.start());
    switch (object.slice(first)) {
      case SliceRead.Gone(var reason, var age) -> writer.writeMissing(reason, age);
      case SliceRead.Failed(var reason, var cause) -> writer.writeText(statusOf(cause), reason);
      case SliceRead.Ready ready -> {
        // A mutable object may have been replaced since it was opened; the slice in hand tells its
        // length.
        var range =
            object.path().kind() == ObjectKind.MUTABLE && status.equals(HttpResponseStatus.OK)
                ? ByteRange.whole(object.lengthBytes())
                : wanted;
        writeBody(object, range, status, ready, writer);
      }
    }
  }

  private void writeBody(
      OpenObject object,
      ByteRange wanted,
      HttpResponseStatus status,
      SliceRead.Ready first,
      ResponseWriter writer)
      throws ClientGoneException {
    var isHandedOver = false;
    try {
      writer.writeHead(status, describe(object, wanted, status), true);
      var last = slicing.indexOf(wanted.end() - 1);
      var index = first.slice().key().index();
      var ready = first;
      while (true) {
        if (index < last) {
          object.readAhead(index + 1);
        }
        isHandedOver = true;
        writeSlice(object, wanted, ready, index == last, writer);
        if (index == last) {
          return;
        }
        index++;
        switch (object.slice(index)) {
          case SliceRead.Ready next -> ready = next;
          case SliceRead.Gone(var reason, var _) -> {
            logCut(object, index, reason);
            return;
          }
          case SliceRead.Failed(var reason, var _) -> {
            logCut(object, index, reason);
            return;
          }
        }
      }
    } finally {
      if (!isHandedOver) {
        close(first);
      }
    }
  }

  private static void logCut(OpenObject object, long index, String reason) {
    LOG.atWarn()
        .addKeyValue("path", object.path().value())
        .addKeyValue("slice", index)
        .addKeyValue("reason", reason)
        .log("an answer was cut short");
  }

  private void writeSlice(
      OpenObject object,
      ByteRange wanted,
      SliceRead.Ready ready,
      boolean isLast,
      ResponseWriter writer)
      throws ClientGoneException {
    var slice = slicing.slice(ready.slice().key().index(), object.lengthBytes());
    var part = slice.within(wanted);
    writer.writeSlice(ready.bytes(), part.start(), part.lengthBytes(), isLast);
    meter.served(object.path(), part.lengthBytes(), ready.hit());
  }

  private void writeUnsatisfiable(OpenObject object, ResponseWriter writer)
      throws ClientGoneException {
    var response =
        ResponseWriter.text(
            HttpResponseStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            "the object has %d bytes".formatted(object.lengthBytes()),
            writer.isHead());
    response.headers().set(HttpHeaderNames.CONTENT_RANGE, "bytes */" + object.lengthBytes());
    writer.writeFull(response);
  }

  private HttpHeaders describe(OpenObject object, ByteRange wanted, HttpResponseStatus status) {
    var headers = describe(object).set(HttpHeaderNames.CONTENT_LENGTH, wanted.lengthBytes());
    if (status.equals(HttpResponseStatus.PARTIAL_CONTENT)) {
      headers.set(
          HttpHeaderNames.CONTENT_RANGE,
          "bytes %d-%d/%d".formatted(wanted.start(), wanted.end() - 1, object.lengthBytes()));
    }
    return headers;
  }

  private HttpHeaders describe(OpenObject object) {
    var isMutable = object.path().kind() == ObjectKind.MUTABLE;
    var age = Duration.between(object.bornAt(), clock.instant()).toSeconds();
    return new DefaultHttpHeaders()
        .set(HttpHeaderNames.CONTENT_TYPE, object.contentType())
        .set(HttpHeaderNames.ETAG, "\"" + object.etag() + "\"")
        .set(HttpHeaderNames.ACCEPT_RANGES, "bytes")
        .set(HttpHeaderNames.CACHE_CONTROL, isMutable ? mutable : IMMUTABLE)
        .set(HttpHeaderNames.AGE, Math.max(0, age))
        .set(HttpHeaderNames.VIA, path.via())
        .set("Cache-Status", cacheStatus(object))
        .set("X-Content-Type-Options", "nosniff");
  }

  /// How the node came by the first bytes (RFC 9211).
  private String cacheStatus(OpenObject object) {
    if (object.isStale()) {
      return nodeId + "; fwd=stale";
    }
    return nodeId + (object.isHit() ? "; hit" : "; fwd=miss");
  }

  private static boolean matches(String ifNoneMatch, String etag) {
    for (var candidate : ifNoneMatch.split(",", -1)) {
      var tag = candidate.strip();
      if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }

  private static void close(SliceRead.Ready ready) {
    try {
      ready.bytes().close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("a slice could not be closed");
    }
  }
}
