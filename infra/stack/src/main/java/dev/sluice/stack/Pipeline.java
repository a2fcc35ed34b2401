package dev.sluice.stack;

import dev.sluice.edge.EdgeNode;
import dev.sluice.edge.EdgeProgram;
import dev.sluice.notifier.NotifierProgram;
import dev.sluice.notifier.RunningNotifier;
import dev.sluice.program.Program;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.log.LogFormat;
import dev.sluice.program.log.LogSetup;
import dev.sluice.program.remote.Context;
import dev.sluice.program.remote.ContextFile;
import dev.sluice.program.run.ProgramRunner;
import dev.sluice.publisher.PublisherProgram;
import dev.sluice.publisher.RunningPublisher;
import dev.sluice.server.ObjectServer;
import dev.sluice.signer.Signer;
import dev.sluice.signer.SignerProgram;
import dev.sluice.store.ObjectStoreConfig;
import dev.sluice.store.S3Bucket;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole pipeline, running in this process: embedded servers, and the programs publisher,
/// signer, notifier and edge (one node of tier 1 and two of tier 2 behind it), each started from a
/// configuration file as its launcher would.
///
/// Everything lies below one data directory. Started again on the same one, after an orderly stop
/// or a kill, it goes on where it was. Commands find it through `context.yaml` there.
public final class Pipeline implements AutoCloseable {
  /// The node of tier 1.
  public static final String TIER_1 = "edge-1";

  /// How many nodes tier 2 has.
  public static final int TIER_2_NODES = 2;

  /// Holds the addresses of the APIs and the admin's token, for commands.
  public static final String CONTEXT_FILE = "context.yaml";

  /// Policies under this name are for every product that has none of its own.
  public static final String EVERY_PRODUCT = "default";

  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final DataDirectory data;
  private final PipelineOptions options;
  private final Closing programs = new Closing();
  private final Closing servers = new Closing();
  private final Credentials credentials;
  private final ConfigFiles files;
  private final ConfigTexts texts;
  private final String kafka;
  private final ObjectServer objects;
  private final Signer signer;
  private final EdgeNode tier1;
  private final List<EdgeNode> tier2;
  private final Context context;
  private final PipelineClient client;
  private final S3Bucket bucket;

  private Pipeline(DataDirectory data, PipelineOptions options)
      throws IOException, InterruptedException {
    this.data = data;
    this.options = options;
    boolean started = false;
    try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
      credentials = Credentials.of(data);
      files = new ConfigFiles(data);
      Servers running = servers.add("servers", Servers.start(data, credentials.stamp(), starters));
      var _ = programs.<AutoCloseable>add("stamp's broker", running::closeBroker);
      objects = running.objects();
      texts = new ConfigTexts(running, credentials);
      // In any order: each waits for what it needs.
      Future<ProgramRunner> startingTier1 =
          starters.submit(() -> start(new EdgeProgram(), TIER_1, texts.tier1()));
      Future<ProgramRunner> startingNotifier =
          starters.submit(() -> start(new NotifierProgram(), "notifier", texts.notifier()));
      Future<ProgramRunner> startingSigner =
          starters.submit(() -> start(new SignerProgram(), "signer", texts.signer()));
      Future<ProgramRunner> startingPublisher =
          starters.submit(() -> start(new PublisherProgram(), "publisher", texts.publisher()));
      tier1 = startingTier1.get().running(EdgeNode.class);
      tier2 = startTier2(starters);
      kafka = running.kafka();
      signer = startingSigner.get().running(Signer.class);
      context =
          context(
              startingPublisher.get().running(RunningPublisher.class).api(),
              startingNotifier.get().running(RunningNotifier.class).api().orElseThrow());
      client = programs.add("client", new PipelineClient(context));
      bucket = programs.add("bucket", S3Bucket.open(store()));
      applyPolicy();
      started = true;
    } catch (ExecutionException e) {
      throw rethrown(e);
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /// Starts everything; takes some seconds.
  ///
  /// @throws dev.sluice.program.exit.ProgramException if a part cannot start, with the reason in
  ///     one line
  public static Pipeline start(DataDirectory data, PipelineOptions options) throws IOException {
    LogSetup.toFile(data.resolve("sluice.log"), LogFormat.TEXT, false);
    try {
      Pipeline pipeline = new Pipeline(data, options);
      ContextFile.writeOne(data.resolve(CONTEXT_FILE), pipeline.context);
      LOG.atInfo().addKeyValue("data", data.root()).log("pipeline started");
      return pipeline;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailedException("interrupted while starting", e);
    }
  }

  /// The names of the nodes of tier 2.
  static List<String> tier2Names() {
    return IntStream.rangeClosed(1, TIER_2_NODES).mapToObj(i -> "edge-2-" + i).toList();
  }

  /// Where commands reach it, and with which token.
  public Context context() {
    return context;
  }

  /// It through its APIs.
  public PipelineClient client() {
    return client;
  }

  /// What lies in the bucket now.
  public StoreUsage usage() {
    return StoreUsage.read(bucket);
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

  /// Bootstrap servers of its Kafka.
  public String kafka() {
    return kafka;
  }

  /// Who may connect to the brokers of tier 2.
  Path devicePrincipals() {
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
    programs.close();
    servers.close();
    try {
      Files.deleteIfExists(data.resolve(CONTEXT_FILE));
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("the pipeline's context could not be removed");
    }
  }

  private <C extends Record & ProgramConfig> ProgramRunner start(
      Program<C> program, String name, String yaml) throws IOException, InterruptedException {
    return programs.add(name, files.start(program, name, yaml));
  }

  private List<EdgeNode> startTier2(ExecutorService starters)
      throws InterruptedException, ExecutionException {
    List<Future<ProgramRunner>> starting = new ArrayList<>();
    for (String name : tier2Names()) {
      int port = starting.isEmpty() ? options.edgePort() : 0;
      String yaml = texts.tier2(name, port, tier1);
      starting.add(starters.submit(() -> start(new EdgeProgram(), name, yaml)));
    }
    List<EdgeNode> nodes = new ArrayList<>();
    for (Future<ProgramRunner> node : starting) {
      nodes.add(node.get().running(EdgeNode.class));
    }
    return List.copyOf(nodes);
  }

  private Context context(URI publisher, URI notifier) throws IOException {
    String token = Files.readString(data.resolve("notifier").resolve("admin-token")).strip();
    return new Context(
        Optional.of(publisher),
        Optional.of(notifier),
        Optional.of(new SecretText(token)),
        Optional.empty());
  }

  private ObjectStoreConfig store() throws IOException {
    return ObjectStoreConfig.of(
        objects.endpoint(),
        ObjectServer.REGION,
        ObjectServer.BUCKET,
        Servers.PIPELINE,
        data.secret(Servers.PIPELINE));
  }

  /// A policy that an operator has applied stays.
  private void applyPolicy() throws InterruptedException {
    if (options.policy().isPresent() && !client.hasPolicy(EVERY_PRODUCT)) {
      client.applyPolicy(EVERY_PRODUCT, options.policy().get());
    }
  }

  private static IOException rethrown(ExecutionException e) throws InterruptedException {
    switch (e.getCause()) {
      case ExecutionException ofServer -> {
        return rethrown(ofServer);
      }
      case InterruptedException interrupted -> throw interrupted;
      case ProgramException refused -> throw refused;
      case RuntimeException bug -> throw bug;
      case IOException failure -> {
        return failure;
      }
      case null, default -> throw new IllegalStateException(e);
    }
  }
}
