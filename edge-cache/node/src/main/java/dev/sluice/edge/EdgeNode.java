package dev.sluice.edge;

import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.content.ContentCache;
import dev.sluice.edge.http.HttpServer;
import dev.sluice.edge.hub.Broker;
import dev.sluice.edge.hub.BrokerConfig;
import dev.sluice.edge.hub.HubLink;
import dev.sluice.edge.hub.TimestampCache;
import dev.sluice.edge.store.SliceStore;
import dev.sluice.edge.traffic.Summary;
import dev.sluice.edge.traffic.TrafficMeter;
import dev.sluice.edge.upstream.HttpUpstream;
import dev.sluice.edge.upstream.MeteredUpstream;
import dev.sluice.edge.upstream.RetryingUpstream;
import dev.sluice.edge.upstream.S3Upstream;
import dev.sluice.edge.upstream.TierPath;
import dev.sluice.edge.upstream.TimedUpstream;
import dev.sluice.edge.upstream.Upstream;
import dev.sluice.edge.upstream.WatchedUpstream;
import dev.sluice.edge.watch.EdgeHealth;
import dev.sluice.edge.watch.EdgeMeters;
import dev.sluice.edge.watch.EdgeParts;
import dev.sluice.edge.watch.NodeReporter;
import dev.sluice.events.device.NodeId;
import dev.sluice.program.Parts;
import dev.sluice.program.Program;
import dev.sluice.program.Surroundings;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running edge node: a cache that devices and further tiers read from over HTTP, and a hub that
/// they talk to over MQTT.
///
/// Directories below the configured one: `store` ([SliceStore]) and `broker` ([Broker]). A node
/// that was killed takes up both.
public final class EdgeNode implements Program.Running {
  private static final Logger LOG = LoggerFactory.getLogger(EdgeNode.class);
  private static final int SECRET_BYTES = 32;

  private final Parts parts = new Parts();

  private final EdgeConfig config;
  private final InstantSource clock;
  private final TrafficMeter meter;
  private final TierPath path;
  private final SliceStore store;
  private final HttpServer server;
  private final Broker broker;
  private final HubLink link;

  private EdgeNode(EdgeConfig config, Surroundings surroundings) {
    this.config = config;
    this.clock = surroundings.clock();
    this.meter = new TrafficMeter(clock);
    this.path = new TierPath(config.nodeId(), config.upstream().node().map(node -> node.url()));
    try {
      this.store =
          parts.add(SliceStore.open(storeDirectory(config), config.cache().limit().bytes()));
      var retrying = retrying(source());
      var upstream = new WatchedUpstream(retrying, upstreamName(), clock);
      var section = config.cache();
      var cache =
          parts.add(
              new ContentCache(
                  store,
                  upstream,
                  section.slicing(),
                  section.freshness(),
                  section.limits(),
                  clock));
      this.server =
          parts.add(
              HttpServer.start(config.http().server(config.nodeId()), cache, meter, path, clock));
      var secret = newSecret();
      this.broker = parts.add(Broker.start(brokerConfig(secret)));
      this.link =
          parts.add(
              HubLink.start(
                  broker,
                  config.mqtt().host(),
                  secret,
                  config.link(),
                  timestamps(cache),
                  surroundings.traces()));
      var _ =
          parts.add(
              NodeReporter.start(
                  new NodeId(config.nodeId()),
                  meter,
                  path,
                  link,
                  config.link().reportInterval(),
                  clock));
      var told = new EdgeParts(meter, store, cache, server, upstream, retrying, link);
      EdgeHealth.register(surroundings.health(), told);
      EdgeMeters.register(surroundings.meters(), told);
    } catch (RuntimeException e) {
      close(); // what was started must not outlive the attempt
      throw e;
    }
  }

  /// Starts a node; takes some seconds, most of them for the broker. Upstream may be away.
  ///
  /// @throws dev.sluice.program.exit.CannotStartException if a port is taken, the directory cannot
  ///     be written, or a file of principals or certificates cannot be used
  public static EdgeNode start(EdgeConfig config, Surroundings surroundings) {
    var node = new EdgeNode(config, surroundings);
    LOG.atInfo()
        .addKeyValue("node", config.nodeId())
        .addKeyValue("http", node.httpUri())
        .addKeyValue("mqtt", node.mqttPort())
        .log("edge node started");
    return node;
  }

  /// Where objects are served.
  public URI httpUri() {
    return server.uri();
  }

  /// Where its broker listens.
  public int mqttPort() {
    return broker.port();
  }

  /// Its figures since it started.
  public Summary summary() {
    return meter.summary();
  }

  /// Whether its link upstream is up at the moment.
  public boolean isLinked() {
    return link.isConnected();
  }

  /// The file in which a slice of an object is kept, if it is held: its first bytes are the
  /// slice's. For tests of damage and for people who look at a store.
  ///
  /// @param path as in a request, without the leading slash
  public Optional<Path> findSliceFile(String path, long index) {
    return ObjectPath.of(path)
        .flatMap(p -> store.find(new SliceKey(p, index)))
        .flatMap(slice -> slice.findFile());
  }

  /// Stops all parts, the last started first. Queued messages and cached slices stay on disk.
  @Override
  public void close() {
    parts.close();
  }

  private Upstream source() {
    var upstream = config.upstream();
    Optional<Upstream> tier =
        upstream
            .node()
            .map(node -> parts.add(new HttpUpstream(node, upstream.answerTimeout(), path)));
    return tier.orElseGet(
        () -> parts.add(new S3Upstream(upstream.s3().orElseThrow(), upstream.answerTimeout())));
  }

  private RetryingUpstream retrying(Upstream source) {
    var upstream = config.upstream();
    var timed = new TimedUpstream(new MeteredUpstream(source, meter), upstream.silenceTimeout());
    return new RetryingUpstream(
        timed, upstream.retry(), Thread::sleep, () -> ThreadLocalRandom.current().nextLong());
  }

  private String upstreamName() {
    var upstream = config.upstream();
    return upstream
        .node()
        .map(node -> node.url().toString())
        .orElseGet(() -> upstream.s3().orElseThrow().toString());
  }

  private BrokerConfig brokerConfig(String secret) {
    return new BrokerConfig(
        config.directory().resolve("broker"),
        config.mqtt().host(),
        config.mqtt().port(),
        config.mqtt().principals(),
        config.mqtt().sessionExpiry(),
        List.of(HubLink.localPrincipal(secret)));
  }

  private static Path storeDirectory(EdgeConfig config) {
    return config.directory().toAbsolutePath().resolve("store");
  }

  private static TimestampCache timestamps(ContentCache cache) {
    return new TimestampCache() {
      @Override
      public Optional<byte[]> held() {
        return cache.heldTimestamp();
      }

      @Override
      public Optional<byte[]> refresh(boolean noCache) {
        return cache.refreshTimestamp(noCache);
      }
    };
  }

  private static String newSecret() {
    var bytes = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
