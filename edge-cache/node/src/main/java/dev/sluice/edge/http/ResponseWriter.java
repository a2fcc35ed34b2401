package dev.sluice.edge.http;

import dev.sluice.edge.store.OpenSlice;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Writes the answer to one request, from the thread of that request.
///
/// Every write waits until its bytes have left, so that one slice at most is on its way to a
/// client.
final class ResponseWriter {
  private static final long HEAD_BYTES = 1024;

  private final Channel channel;
  private final HttpRequest request;
  private final HttpServerConfig.Limits limits;
  private boolean isStarted;
  private boolean isComplete;

  ResponseWriter(Channel channel, HttpRequest request, HttpServerConfig.Limits limits) {
    this.channel = channel;
    this.request = request;
    this.limits = limits;
  }

  /// Whether an answer has been written to its end.
  boolean isComplete() {
    return isComplete;
  }

  /// An answer of one line.
  void writeText(HttpResponseStatus status, String line) throws ClientGoneException {
    writeFull(text(status, line, isHead()));
  }

  /// An absence, told with its age, so that tiers do not add up the time for which they believe it.
  void writeMissing(String reason, Duration age) throws ClientGoneException {
    var response = text(HttpResponseStatus.NOT_FOUND, reason, isHead());
    response.headers().set(HttpHeaderNames.AGE, Math.max(0, age.toSeconds()));
    writeFull(response);
  }

  /// An answer that fits into memory. Takes over the response.
  void writeFull(FullHttpResponse response) throws ClientGoneException {
    isStarted = true;
    HttpUtil.setKeepAlive(response, HttpUtil.isKeepAlive(request));
    var lengthBytes = response.content().readableBytes();
    await(channel.writeAndFlush(response), lengthBytes);
    isComplete = true;
  }

  /// The head of an answer whose body follows in regions, or does not follow at all.
  void writeHead(HttpResponseStatus status, HttpHeaders headers, boolean hasBody)
      throws ClientGoneException {
    isStarted = true;
    var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers);
    HttpUtil.setKeepAlive(response, HttpUtil.isKeepAlive(request));
    if (hasBody) {
      channel.write(response).addListener(ResponseWriter::ignore);
    } else {
      channel.write(response).addListener(ResponseWriter::ignore);
      await(channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT), HEAD_BYTES);
      isComplete = true;
    }
  }

  /// Bytes of the body, straight from a file unless the slice is in memory. Takes over the slice
  /// and closes it.
  ///
  /// @param isLast whether the body ends with them
  void writeSlice(OpenSlice slice, long position, long lengthBytes, boolean isLast)
      throws ClientGoneException {
    switch (slice) {
      case OpenSlice.InFile(var file) ->
          writeRegion(new DefaultFileRegion(file, position, lengthBytes), lengthBytes, isLast);
      case OpenSlice.InMemory memory -> {
        try (memory) {
          var part =
              memory.bytes().view().slice(Math.toIntExact(position), Math.toIntExact(lengthBytes));
          writeRegion(Unpooled.wrappedBuffer(part), lengthBytes, isLast);
        }
      }
    }
  }

  private void writeRegion(Object region, long lengthBytes, boolean isLast)
      throws ClientGoneException {
    var written = channel.write(region);
    var end = isLast ? channel.write(LastHttpContent.EMPTY_LAST_CONTENT) : written;
    channel.flush();
    await(end, lengthBytes);
    isComplete = isLast;
  }

  /// Reports a failure if that can still be done.
  ///
  /// @return whether the connection can be used on
  boolean fail(HttpResponseStatus status, String line) {
    if (isStarted) {
      return false;
    }
    try {
      writeText(status, line);
      return true;
    } catch (ClientGoneException _) {
      return false;
    }
  }

  boolean isHead() {
    return HttpMethod.HEAD.equals(request.method());
  }

  /// @param isHead whether the body is only measured
  static FullHttpResponse text(HttpResponseStatus status, String line, boolean isHead) {
    return full(status, "text/plain; charset=utf-8", line + "\n", isHead);
  }

  /// @param isHead whether the body is only measured
  static FullHttpResponse full(
      HttpResponseStatus status, String contentType, String body, boolean isHead) {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var content = isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(bytes);
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, contentType)
        .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length)
        .set("X-Content-Type-Options", "nosniff");
    return response;
  }

  private void await(ChannelFuture written, long lengthBytes) throws ClientGoneException {
    try {
      var limit = limits.writeLimit(lengthBytes);
      if (!written.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new ClientGoneException("the client did not read within " + limit, null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientGoneException("the server is stopping", e);
    }
    if (!written.isSuccess()) {
      throw new ClientGoneException("the client has left", written.cause());
    }
  }

  /// The failure of a head shows in the write that follows it.
  private static void ignore(Future<?> written) {}
}
