package dev.sluice.edge.http;

import dev.sluice.edge.traffic.Limit;
import dev.sluice.edge.traffic.LimitHits;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection: takes one request after the other, and has each answered before the next is
/// read.
///
/// Runs on its event loop only. Bodies are not accepted: their bytes are released here, and the
/// request is refused.
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionHandler.class);

  private final RequestHandler requestHandler;
  private final ExecutorService requests;
  private final AtomicInteger connections;
  private final HttpServerConfig.Limits limits;
  private final LimitHits limitHits;

  // per connection
  private @Nullable Future<?> patience;

  // per request
  private @Nullable HttpRequest request;
  private boolean hasBody;
  private boolean isAnswering;

  ConnectionHandler(
      RequestHandler requestHandler,
      ExecutorService requests,
      AtomicInteger connections,
      HttpServerConfig.Limits limits,
      LimitHits limitHits) {
    this.requestHandler = requestHandler;
    this.requests = requests;
    this.connections = connections;
    this.limits = limits;
    this.limitHits = limitHits;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (connections.incrementAndGet() > limits.maxConnections()) {
      limitHits.hit(Limit.CONNECTIONS);
      refuse(context, HttpResponseStatus.SERVICE_UNAVAILABLE, "the node has too many connections");
    } else {
      awaitRequest(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    connections.decrementAndGet();
    endPatience();
  }

  /// The whole request has to come in time: a client that sends a byte of it now and then is as
  /// idle as one that sends none.
  private void awaitRequest(ChannelHandlerContext context) {
    patience =
        context
            .executor()
            .schedule(
                () -> {
                  var _ = context.close();
                },
                limits.idleTimeout().toMillis(),
                TimeUnit.MILLISECONDS);
    context.read();
  }

  private void endPatience() {
    if (patience != null) {
      patience.cancel(false);
      patience = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof HttpRequest head) {
        request = head;
        hasBody = false;
      }
      if (message instanceof HttpContent content) {
        hasBody |= content.content().isReadable();
      }
      if (message instanceof LastHttpContent || isMalformed(request)) {
        answer(context);
      } else if (hasBody) {
        refuse(context, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "bodies are not accepted");
      } else {
        context.read(); // the end of the request may be waiting already
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  /// What was read may have ended in the middle of a head.
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!isAnswering) {
      context.read();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.atDebug().setCause(cause).log("connection failed");
    var _ = context.close();
  }

  private void answer(ChannelHandlerContext context) {
    var current = request;
    if (current == null || isAnswering) {
      return;
    }
    request = null;
    if (isMalformed(current)) {
      refuse(context, statusOf(current.decoderResult().cause()), "the request cannot be read");
      return;
    }
    if (hasBody) {
      refuse(context, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "bodies are not accepted");
      return;
    }
    isAnswering = true;
    endPatience();
    // The head holds no counted buffers, but the codec may reuse it: the copy belongs to the
    // request's thread.
    var copy =
        new DefaultHttpRequest(
            current.protocolVersion(), current.method(), current.uri(), current.headers().copy());
    var writer = new ResponseWriter(context.channel(), copy, limits);
    try {
      requests.execute(() -> run(context, copy, writer));
    } catch (RejectedExecutionException _) {
      var _ = context.close(); // the server is stopping
    }
  }

  private void run(ChannelHandlerContext context, HttpRequest current, ResponseWriter writer) {
    var isComplete = false;
    try {
      requestHandler.handle(current, writer);
      isComplete = writer.isComplete();
    } catch (ClientGoneException e) {
      LOG.atDebug().setCause(e).log("client left");
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("uri", quoted(current.uri())).setCause(e).log("request failed");
      isComplete = writer.fail(HttpResponseStatus.INTERNAL_SERVER_ERROR, "the node failed");
    }
    var keepAlive = isComplete && HttpUtil.isKeepAlive(current);
    context.executor().execute(() -> finished(context, keepAlive));
  }

  private void finished(ChannelHandlerContext context, boolean keepAlive) {
    isAnswering = false;
    if (keepAlive) {
      awaitRequest(context);
    } else {
      var _ = context.close();
    }
  }

  private void refuse(ChannelHandlerContext context, HttpResponseStatus status, String reason) {
    isAnswering = true;
    context
        .writeAndFlush(ResponseWriter.text(status, reason, false))
        .addListener(ChannelFutureListener.CLOSE);
  }

  private static boolean isMalformed(@Nullable HttpRequest request) {
    return request != null && request.decoderResult().isFailure();
  }

  private HttpResponseStatus statusOf(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException _ -> {
        limitHits.hit(Limit.REQUEST_LINE);
        yield HttpResponseStatus.REQUEST_URI_TOO_LONG;
      }
      case TooLongHttpHeaderException _ -> {
        limitHits.hit(Limit.HEADERS);
        yield HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE;
      }
      default -> HttpResponseStatus.BAD_REQUEST;
    };
  }

  private static String quoted(String uri) {
    return "'" + uri.substring(0, Math.min(uri.length(), 200)) + "'";
  }
}
