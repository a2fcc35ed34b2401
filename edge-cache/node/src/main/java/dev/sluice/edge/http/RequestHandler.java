package dev.sluice.edge.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.request.RangeHeader;
import dev.sluice.cache.request.RequestDirectives;
import dev.sluice.edge.content.ContentCache;
import dev.sluice.edge.content.Opened;
import dev.sluice.edge.store.StoreFailedException;
import dev.sluice.edge.traffic.TrafficMeter;
import dev.sluice.edge.upstream.TierPath;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers one request: tells the node's own pages from objects, and refusals from failures.
final class RequestHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALLOWED = "GET, HEAD";

  private final HttpServerConfig config;
  private final ContentCache cache;
  private final TrafficMeter meter;
  private final ObjectResponder responder;

  RequestHandler(
      HttpServerConfig config,
      ContentCache cache,
      TrafficMeter meter,
      TierPath path,
      InstantSource clock) {
    this.config = config;
    this.cache = cache;
    this.meter = meter;
    this.responder = new ObjectResponder(config.nodeId(), cache, meter, path, clock);
  }

  /// Runs on a virtual thread and returns when the answer has been written, or cannot be.
  void handle(HttpRequest request, ResponseWriter writer) throws ClientGoneException {
    if (!request.method().equals(HttpMethod.GET) && !writer.isHead()) {
      var refusal =
          ResponseWriter.text(
              HttpResponseStatus.METHOD_NOT_ALLOWED, "objects can be read, nothing else", false);
      refusal.headers().set(HttpHeaderNames.ALLOW, ALLOWED);
      writer.writeFull(refusal);
      return;
    }
    switch (request.uri()) {
      case "/summary" -> writeJson(writer, meter.summary());
      case "/health" -> writeJson(writer, Map.of("status", "ok", "node", config.nodeId()));
      default -> {
        var path = ObjectPath.parse(request.uri());
        if (path.isPresent()) {
          writeObject(path.get(), request, writer);
        } else {
          writer.writeText(HttpResponseStatus.NOT_FOUND, "no object can have this path");
        }
      }
    }
  }

  private void writeObject(ObjectPath path, HttpRequest request, ResponseWriter writer)
      throws ClientGoneException {
    var headers = request.headers();
    var rangeValue = headers.get(HttpHeaderNames.RANGE);
    var range = rangeValue == null ? RangeHeader.absent() : RangeHeader.parse(rangeValue);
    var directives =
        RequestDirectives.parse(String.join(",", headers.getAll(HttpHeaderNames.CACHE_CONTROL)));
    try {
      switch (cache.open(path, range, directives)) {
        case Opened.Present(var object) -> responder.respond(object, headers, writer);
        case Opened.Missing(var reason, var age) -> writer.writeMissing(reason, age);
        case Opened.Failed(var reason, var cause) -> {
          LOG.atWarn()
              .addKeyValue("path", path.value())
              .addKeyValue("reason", reason)
              .log("an object could not be had");
          writer.writeText(ObjectResponder.statusOf(cause), reason);
        }
      }
    } catch (StoreFailedException e) {
      LOG.atError().addKeyValue("path", path.value()).setCause(e).log("store failed");
      writer.fail(HttpResponseStatus.SERVICE_UNAVAILABLE, "the store of this node failed");
    }
  }

  private static void writeJson(ResponseWriter writer, Object value) throws ClientGoneException {
    try {
      var body = JSON.writeValueAsString(value) + "\n";
      writer.writeFull(
          ResponseWriter.full(HttpResponseStatus.OK, "application/json", body, writer.isHead()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record of numbers must be writable as JSON", e);
    }
  }
}
