package dev.sluice.stack;

import dev.sluice.edge.EdgeNode;
import dev.sluice.edge.config.CacheSection;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.HttpSection;
import dev.sluice.edge.config.MqttSection;
import dev.sluice.edge.hub.Broker;
import dev.sluice.edge.hub.BrokerConfig;
import dev.sluice.edge.hub.LinkConfig;
import dev.sluice.edge.upstream.NextTier;
import dev.sluice.edge.upstream.S3Origin;
import dev.sluice.edge.upstream.UpstreamConfig;
import dev.sluice.events.PolicyApplied;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.notifier.Notifier;
import dev.sluice.notifier.channel.BridgeConfig;
import dev.sluice.notifier.channel.MqttBridge;
import dev.sluice.notifier.channel.MqttCredentials;
import dev.sluice.program.Surroundings;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.publisher.delta.DeltaWorker;
import dev.sluice.publisher.delta.DeltaWorkerConfig;
import dev.sluice.rollout.policy.PolicyChoice;
import dev.sluice.signer.Signer;
import dev.sluice.signer.SignerConfig;
import dev.sluice.stack.server.KafkaBroker;
import dev.sluice.stack.server.ObjectServer;
import dev.sluice.stack.server.StoreCredentials;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole pipeline, running: Kafka, the object store and the stamp's MQTT broker, the services,
/// and three edge nodes, one of tier 1 and two of tier 2 behind it.
///
/// Everything lies below one data directory. Started again on the same one, after an orderly stop
/// or a kill, it goes on where it was.
public final class Pipeline implements AutoCloseable {
  /// How many nodes tier 2 has.
  public static final int TIER_2_NODES = 2;

  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
  private static final int PARTITIONS = 4;
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final long EDGE_STORE_BYTES = 2L << 30;
  private static final String LOOPBACK = "127.0.0.1";
  private static final String EDGE_READER = "edge";

  private final DataDirectory data;
  private final PipelineOptions options;
  private final Credentials credentials;

  /// What others connect to: closed last.
  private final Queue<AutoCloseable> servers = new ConcurrentLinkedQueue<>();

  /// What connects to them.
  private final Queue<AutoCloseable> services = new ConcurrentLinkedQueue<>();

  private final ObjectServer objects;
  private final KafkaConnection kafka;
  private final Signer signer;
  private final ReleaseDesk desk;
  private final EventProducer producer;
  private final PipelineView view;
  private final EdgeNode tier1;
  private final List<EdgeNode> tier2;

  private Pipeline(DataDirectory data, PipelineOptions options)
      throws IOException, InterruptedException {
    this.data = data;
    this.options = options;
    this.credentials = Credentials.of(data);
    try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
      // The broker takes longest, and waits for nobody.
      Future<Broker> startingBroker = starters.submit(() -> server(stampBroker()));
      Future<KafkaBroker> startingKafka =
          starters.submit(() -> server(KafkaBroker.start(data.resolve("kafka"))));
      StoreCredentials reader = new StoreCredentials(EDGE_READER, data.secret(EDGE_READER));
      objects =
          server(
              ObjectServer.start(
                  data.resolve("objects"), ReleaseDesk.credentials(data.root()), reader));
      Broker broker = startingBroker.get();
      Future<EdgeNode> startingTier1 =
          starters.submit(() -> service(edge("edge-1", 0, origin(reader), stampLink(broker))));
      kafka = new KafkaConnection(startingKafka.get().bootstrapServers());
      Topics.ensure(kafka, PARTITIONS);
      producer = service(new EventProducer(kafka, "sluice/stack", InstantSource.system()));
      signer = service(Signer.start(signerConfig()));
      desk = service(ReleaseDesk.open(data.root(), kafka, objects.endpoint()));
      service(DeltaWorker.start(deltaWorkerConfig()));
      applyPolicy();
      Notifier notifier =
          service(Notifier.start(kafka, data.resolve("notifier"), 1, new SimpleMeterRegistry()));
      service(MqttBridge.start(kafka, bridgeConfig(broker), InstantSource.system()));
      view = service(PipelineView.follow(kafka));
      tier1 = startingTier1.get();
      tier2 = startTier2(starters);
      if (!notifier.awaitRunning(START_LIMIT)) {
        throw new FailedException(
            "notifier: running within %d s was expected, but it is not; see %s"
                .formatted(START_LIMIT.toSeconds(), logFile()));
      }
    } catch (IOException | InterruptedException | RuntimeException | ExecutionException e) {
      close();
      throw rethrown(e);
    }
  }

  /// Starts everything; takes some seconds.
  ///
  /// @throws FailedException if a part cannot start, with the reason in one line
  public static Pipeline start(DataDirectory data, PipelineOptions options) throws IOException {
    Logs.writeTo(data.resolve("sluice.log"));
    try {
      Pipeline pipeline = new Pipeline(data, options);
      pipeline.address().write(data.root());
      LOG.info("pipeline started address={}", pipeline.address());
      return pipeline;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("interrupted while starting", e);
    }
  }

  /// Where other processes reach it.
  public PipelineAddress address() {
    List<URI> edges = new ArrayList<>();
    edges.add(tier1.httpUri());
    tier2.forEach(node -> edges.add(node.httpUri()));
    return new PipelineAddress(
        ProcessHandle.current().pid(), kafka.bootstrapServers(), objects.endpoint(), edges);
  }

  /// Publishes releases.
  public ReleaseDesk desk() {
    return desk;
  }

  /// Sends events for people's commands.
  public EventProducer producer() {
    return producer;
  }

  /// What its topics say.
  public PipelineView view() {
    return view;
  }

  /// The root metadata to give to devices and other TUF clients.
  public byte[] trustAnchor() {
    return signer.rootMetadata();
  }

  /// The node of tier 1.
  public EdgeNode tier1() {
    return tier1;
  }

  /// The nodes of tier 2, which devices connect to.
  public List<EdgeNode> tier2() {
    return tier2;
  }

  /// The object store, seen from the server's side.
  public ObjectServer objects() {
    return objects;
  }

  /// Who may connect to the brokers of tier 2.
  public Path devicePrincipals() {
    return credentials.devices();
  }

  /// Where it keeps everything.
  public DataDirectory data() {
    return data;
  }

  /// Where it logs.
  public Path logFile() {
    return data.resolve("sluice.log");
  }

  /// Content bytes sent down by each level since the start.
  public Egress egress() {
    return new Egress(
        tier1.summary().upstreamBytes(),
        tier1.summary().lifetime().egressBytes(),
        tier2.stream().mapToLong(node -> node.summary().lifetime().egressBytes()).sum());
  }

  /// Bytes of content that left each level downwards.
  public record Egress(long origin, long tier1, long tier2) {
    /// What was added since.
    public Egress since(Egress earlier) {
      return new Egress(origin - earlier.origin, tier1 - earlier.tier1, tier2 - earlier.tier2);
    }
  }

  @Override
  public void close() {
    closeAll(services);
    closeAll(servers);
    try {
      PipelineAddress.remove(data.root());
    } catch (IOException e) {
      LOG.warn("the pipeline's address could not be removed", e);
    }
  }

  private <T extends AutoCloseable> T server(T server) {
    servers.add(server);
    return server;
  }

  private <T extends AutoCloseable> T service(T service) {
    services.add(service);
    return service;
  }

  /// All at once: each takes some seconds, most of them waiting.
  private static void closeAll(Queue<AutoCloseable> parts) {
    try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
        AutoCloseable closing = part;
        closers.execute(() -> close(closing));
      }
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("part did not stop cleanly part={}", part.getClass().getSimpleName(), e);
    }
  }

  private Broker stampBroker() {
    return Broker.start(
        new BrokerConfig(
            data.resolve("stamp-broker"), LOOPBACK, 0, credentials.stamp(), List.of()));
  }

  private List<EdgeNode> startTier2(ExecutorService starters)
      throws InterruptedException, ExecutionException {
    List<Future<EdgeNode>> starting = new ArrayList<>();
    for (int i = 1; i <= TIER_2_NODES; i++) {
      String name = "edge-2-" + i;
      int port = i == 1 ? options.edgePort() : 0;
      starting.add(
          starters.submit(
              () ->
                  service(
                      edge(
                          name,
                          port,
                          UpstreamConfig.of(new NextTier(tier1.httpUri())),
                          tier1Link(name)))));
    }
    List<EdgeNode> nodes = new ArrayList<>();
    for (Future<EdgeNode> node : starting) {
      nodes.add(node.get());
    }
    return List.copyOf(nodes);
  }

  private EdgeNode edge(String name, int httpPort, UpstreamConfig upstream, LinkConfig link) {
    return EdgeNode.start(
        new EdgeConfig(
            name,
            data.resolve(name),
            new HttpSection(LOOPBACK, httpPort),
            new MqttSection(
                LOOPBACK, 0, name.equals("edge-1") ? credentials.nodes() : credentials.devices()),
            new CacheSection(new ByteSize(EDGE_STORE_BYTES)),
            upstream,
            link),
        Surroundings.quiet());
  }

  private UpstreamConfig origin(StoreCredentials reader) {
    return UpstreamConfig.of(
        new S3Origin(
            objects.endpoint(),
            ObjectServer.REGION,
            ObjectServer.BUCKET,
            reader.accessKey(),
            reader.secretKey()));
  }

  private LinkConfig stampLink(Broker broker) throws IOException {
    return new LinkConfig(LOOPBACK, broker.port(), "edge-1", data.secret("edge-1"));
  }

  private LinkConfig tier1Link(String name) throws IOException {
    return new LinkConfig(LOOPBACK, tier1.mqttPort(), name, data.secret(name));
  }

  private SignerConfig signerConfig() throws IOException {
    StoreCredentials store = ReleaseDesk.credentials(data.root());
    return new SignerConfig(
        kafka,
        dev.sluice.store.ObjectStoreConfig.of(
            objects.endpoint(),
            ObjectServer.REGION,
            ObjectServer.BUCKET,
            store.accessKey(),
            store.secretKey()),
        data.resolve("signer-keys"),
        InstantSource.system());
  }

  private DeltaWorkerConfig deltaWorkerConfig() throws IOException {
    return DeltaWorkerConfig.of(
        kafka,
        ReleaseDesk.store(ReleaseDesk.credentials(data.root()), objects.endpoint()),
        data.resolve("delta-work"));
  }

  private void applyPolicy() throws IOException {
    try {
      producer.send(
          new PolicyApplied(PolicyChoice.STANDARD, 1, options.policy(), "sluice", "as started"));
    } catch (UndeliveredEventException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private BridgeConfig bridgeConfig(Broker broker) throws IOException {
    return new BridgeConfig(
        new MqttAddress(LOOPBACK, broker.port(), Optional.empty()),
        bridgePrincipal(Credentials.ANNOUNCEMENTS),
        bridgePrincipal(Credentials.CONFIRMATIONS),
        bridgePrincipal(Credentials.REPORTS));
  }

  private MqttCredentials bridgePrincipal(String id) throws IOException {
    return MqttCredentials.of(id, data.secret(id));
  }

  private static IOException rethrown(Exception e) throws InterruptedException {
    Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
    switch (cause) {
      case InterruptedException interrupted -> throw interrupted;
      case RuntimeException bug -> throw bug;
      case IOException failure -> {
        return failure;
      }
      default -> throw new IllegalStateException(cause);
    }
  }
}
