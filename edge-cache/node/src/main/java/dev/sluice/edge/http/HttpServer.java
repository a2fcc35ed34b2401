package dev.sluice.edge.http;

import dev.sluice.edge.content.ContentCache;
import dev.sluice.edge.traffic.LimitHits;
import dev.sluice.edge.traffic.TrafficMeter;
import dev.sluice.edge.upstream.TierPath;
import dev.sluice.program.exit.CannotStartException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Serves a [ContentCache] over HTTP/1.1.
///
/// Event loops only move bytes. Each request runs on a virtual thread, which may wait for the disk,
/// for upstream and for its client; it writes the next slice only when the last one has left, so
/// that a slow client costs no memory.
public final class HttpServer implements AutoCloseable {
  private static final int EVENT_LOOPS = 2;
  private static final int BACKLOG = 1024;

  private final HttpServerConfig config;
  private final EventLoopGroup loops;
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger connections = new AtomicInteger();
  private final LimitHits limitHits = new LimitHits();
  private final Channel listener;

  private HttpServer(
      HttpServerConfig config,
      ContentCache cache,
      TrafficMeter meter,
      TierPath path,
      InstantSource clock) {
    this.config = config;
    this.loops = new MultiThreadIoEventLoopGroup(EVENT_LOOPS, NioIoHandler.newFactory());
    var requestHandler = new RequestHandler(config, cache, meter, path, clock);
    var bootstrap =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            // One message at a time: the next request is not looked at before the last was
            // answered.
            .childOption(ChannelOption.AUTO_READ, false)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    initialize(channel, requestHandler);
                  }
                });
    var bound = bootstrap.bind(config.host(), config.port()).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      stopThreads();
      throw new CannotStartException(
          "HTTP port %d on %s must be free; it cannot be bound (%s); stop what uses it, or choose another http.port"
              .formatted(config.port(), config.host(), bound.cause().getMessage()),
          bound.cause());
    }
    this.listener = bound.channel();
  }

  /// Starts listening.
  ///
  /// @param cache closed by its owner, after this server
  /// @param path named in answers
  /// @throws CannotStartException if the port cannot be bound
  public static HttpServer start(
      HttpServerConfig config,
      ContentCache cache,
      TrafficMeter meter,
      TierPath path,
      InstantSource clock) {
    return new HttpServer(config, cache, meter, path, clock);
  }

  /// Where it listens, with the real port.
  public URI uri() {
    var address = (InetSocketAddress) listener.localAddress();
    var host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return URI.create("http://" + host + ":" + address.getPort());
  }

  /// How many connections are open.
  public int connections() {
    return connections.get();
  }

  /// How often its limits were hit.
  public LimitHits limitHits() {
    return limitHits;
  }

  /// Stops listening and cuts the connections.
  @Override
  public void close() {
    listener.close().awaitUninterruptibly();
    stopThreads();
  }

  private void stopThreads() {
    requests.shutdownNow();
    loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void initialize(SocketChannel channel, RequestHandler requestHandler) {
    var limits = config.limits();
    var decoder =
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.maxUriLength())
            .setMaxHeaderSize(limits.maxHeaderBytes());
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(decoder),
            new FlowControlHandler(),
            new ConnectionHandler(requestHandler, requests, connections, limits, limitHits));
  }
}
