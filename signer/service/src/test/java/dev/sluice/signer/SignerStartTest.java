package dev.sluice.signer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.Topic;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.Selector;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.Health;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.NotAllowedException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.trace.Traces;
import dev.sluice.release.ProductName;
import dev.sluice.store.ObjectStoreConfig;
import dev.sluice.store.S3Bucket;
import dev.sluice.store.S3ObjectStore;
import dev.sluice.store.server.InProcessS3;
import dev.sluice.testkit.JavaProcess;
import dev.sluice.tuf.fake.FakeClient;
import dev.sluice.tuf.trust.LookupStep;
import dev.sluice.tuf.trust.TrustedMetadata;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program against a real broker and a real S3 server: what it refuses at the start, and what
/// goes on while `keys` works beside it.
class SignerStartTest {
  private static final ProductName APP = new ProductName("app");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path shared;
  @TempDir private Path folder;
  private static InProcessS3 s3;
  private static InProcessBroker broker;

  @BeforeAll
  static void startPeers() throws Exception {
    s3 = InProcessS3.start(shared.resolve("s3").toAbsolutePath());
    broker = InProcessBroker.start(shared.resolve("kafka").toAbsolutePath());
  }

  @AfterAll
  static void stopPeers() throws Exception {
    broker.close();
    s3.close();
  }

  @Test
  void givenPeersThatAreMissingOrRefuse_whenStarted_thenSaysWhich() throws Exception {
    assertThatExceptionOfType(NotAllowedException.class)
        .isThrownBy(() -> start(s3.wrongSecret(), Surroundings.quiet()))
        .withMessageContaining("refuses the credentials");
    assertThatExceptionOfType(UnreachableException.class)
        .isThrownBy(() -> start(s3.wrongBucket(), Surroundings.quiet()))
        .withMessageContaining("expected the bucket, got none");
    assertThat(folder.resolve("keys/root.pem")).doesNotExist();
    Files.writeString(folder.resolve("file"), "");
    var config =
        SignerConfig.of(broker.connection(), s3.config(), folder.resolve("file").resolve("keys"));
    assertThatExceptionOfType(CannotStartException.class)
        .isThrownBy(() -> new SignerProgram().start(config, Surroundings.quiet()))
        .withMessageContaining("keys-directory: ");
  }

  @Test
  void givenKafkaWithoutTopicsOrAway_whenStarted_thenSaysWhatIsMissing() throws Exception {
    try (var empty = InProcessBroker.start(folder.resolve("empty").toAbsolutePath())) {
      assertThatExceptionOfType(UnreachableException.class)
          .isThrownBy(() -> start(empty.connection(), s3.config(), Surroundings.quiet()))
          .withMessageContaining("sluice.artifacts");
      Topics.ensure(empty.connection(), 1);
      assertThatExceptionOfType(CannotStartException.class)
          .isThrownBy(() -> start(empty.connection(), s3.config(), Surroundings.quiet()))
          .withMessageContaining("expected 2 partitions at least");
    }
    assertThatExceptionOfType(UnreachableException.class)
        .isThrownBy(
            () -> start(new KafkaConnection("127.0.0.1:1"), s3.config(), Surroundings.quiet()))
        .withMessageContaining("Kafka at 127.0.0.1:1 did not answer within 3 s");
    assertThat(folder.resolve("keys/root.pem")).doesNotExist();
  }

  @Test
  void givenClockTwoHoursOff_whenStarted_thenRefusesAndMakesNothing() throws Exception {
    Topics.ensure(broker.connection(), 2);
    for (Duration off : List.of(Duration.ofHours(2), Duration.ofHours(-2))) {
      var with = surroundings(() -> Instant.now().plus(off));

      assertThatExceptionOfType(CannotStartException.class)
          .isThrownBy(() -> start(s3.config(), with))
          .withMessageStartingWith("clock: expected to be within 120 s of ");
      assertThat(with.health().states())
          .filteredOn(state -> state.name().equals("clock"))
          .singleElement()
          .satisfies(state -> assertThat(state.problem()).isPresent());
      assertThat(folder.resolve("keys/root.pem")).doesNotExist();
    }
  }

  @Test
  void givenRunningSigner_whenAnotherProcessRotatesItsKeys_thenItSignsOnAndADeviceFollows()
      throws Exception {
    Topics.ensure(broker.connection(), 2);
    var signed = new CopyOnWriteArrayList<Long>();
    var with = surroundings(InstantSource.system());
    Path yaml = SignerYaml.write(folder, broker.connection().bootstrapServers(), s3.config(), "");
    try (var producer = new EventProducer(broker.connection(), "test", InstantSource.system());
        var _ =
            EventFollower.start(
                broker.connection(),
                Topic.SIGNING,
                stamped -> {
                  if (stamped.event() instanceof RingsSigned rings) {
                    signed.add(rings.sequence());
                  }
                });
        var bucket = S3Bucket.open(s3.config());
        var signer = start(s3.config(), with)) {
      producer.send(RingsPlanned.of(rings(1)));
      await().atMost(PATIENCE).until(() -> signed.contains(1L));
      var client = new FakeClient(files(new S3ObjectStore(bucket)));
      var device =
          client.refreshed(
              TrustedMetadata.bootstrap(signer.rootMetadata()).orElseThrow(), Instant.now());

      long sequence = 1;
      for (List<String> words :
          List.of(
              List.of("rotate", "timestamp"),
              List.of("rotate", "root"),
              List.of("renew", "--all"))) {
        Process keys = keys(yaml, words);
        while (!keys.waitFor(200, TimeUnit.MILLISECONDS)) {
          producer.send(RingsPlanned.of(rings(++sequence)));
        }
        assertThat(keys.exitValue()).isEqualTo(ExitCode.DONE);
      }
      long last = ++sequence;
      producer.send(RingsPlanned.of(rings(last)));
      await().atMost(PATIENCE).until(() -> signed.contains(last));

      device = client.refreshed(device, Instant.now());
      assertThat(device.root().version()).isEqualTo(4);
      assertThat(client.lookup(device, "rings/app/rings.json", Instant.now()))
          .isInstanceOfSatisfying(
              LookupStep.Found.class,
              found -> assertThat(found.target().digest()).isEqualTo(rings(last).digest()));
      assertThat(with.health().states()).allMatch(state -> state.problem().isEmpty());
    }
  }

  private Process keys(Path yaml, List<String> words) throws IOException {
    var arguments = new ArrayList<>(List.of("keys"));
    arguments.addAll(words);
    arguments.addAll(List.of("--config", yaml.toString()));
    return JavaProcess.of(List.of(), SignerMain.class.getName(), arguments)
        .redirectOutput(folder.resolve("keys.log").toFile())
        .start();
  }

  private Signer start(ObjectStoreConfig store, Surroundings with) throws InterruptedException {
    return start(broker.connection(), store, with);
  }

  private Signer start(KafkaConnection kafka, ObjectStoreConfig store, Surroundings with)
      throws InterruptedException {
    var all = SignerConfig.of(kafka.withPartitions(2), store, folder.resolve("keys"));
    return new SignerProgram()
        .start(
            new SignerConfig(
                all.kafka(),
                all.store(),
                all.keysDirectory(),
                all.lifetimes(),
                all.clockLimit(),
                Duration.ofSeconds(3),
                all.admin(),
                all.tracing()),
            with);
  }

  private static Surroundings surroundings(InstantSource clock) {
    return new Surroundings(clock, new Health(), new SimpleMeterRegistry(), Traces.silent());
  }

  /// The store as files, read when asked for.
  private static Map<String, byte[]> files(S3ObjectStore store) {
    return new AbstractMap<>() {
      @Override
      public byte[] getOrDefault(Object path, byte[] absent) {
        try {
          return store
              .find((String) path, 1 << 20)
              .map(document -> document.content().bytes())
              .orElse(absent);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public Set<Entry<String, byte[]>> entrySet() {
        return Set.of();
      }
    };
  }

  private static RingsDocument rings(long sequence) {
    return new RingsDocument(APP, sequence, List.of(Ring.of("all", new Selector.Everyone())));
  }
}
