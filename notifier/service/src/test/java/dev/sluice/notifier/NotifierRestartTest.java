package dev.sluice.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.Topics;
import dev.sluice.kafka.broker.InProcessBroker;
import dev.sluice.notifier.topology.NotifierQueries;
import dev.sluice.program.Surroundings;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.testkit.JavaProcess;
import dev.sluice.tuf.digest.Digest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker: a notifier that is killed with its transaction open goes on where it was.
class NotifierRestartTest {
  private static final ReleaseId RELEASE = ReleaseId.parse("gateway/1.1");
  private static final RolloutId ROLLOUT = new RolloutId(RELEASE.product(), 1);

  /// Without a short session the next one would wait 40 seconds and more.
  private static final Duration RECOVERY_LIMIT = Duration.ofSeconds(25);

  private final TestDevice canary = new TestDevice("canary-1");
  private final TestDevice other = new TestDevice("a");

  @Test
  void givenRolloutUnderWay_whenNotifierIsKilledAndStartedAgain_thenItCompletes(
      @TempDir Path directory) throws Exception {
    try (var broker = InProcessBroker.start(directory.resolve("kafka"))) {
      Topics.ensure(broker.connection(), 2);
      try (var producer = new EventProducer(broker.connection(), "test", InstantSource.system());
          var signer = TestSigner.start(broker.connection(), producer)) {
        producer.send(TestPolicies.quick(Duration.ZERO));
        producer.sendAll(List.of(canary.enrolment("canary"), other.enrolment()));
        killAfterFirstWave(broker, producer, signer, directory.resolve("state"));
        producer.send(canary.confirm(1, Outcome.INSTALLED, 1));
        producer.send(other.confirm(1, Outcome.INSTALLED, 1));

        try (var notifier =
            Notifier.start(
                broker.connection(), directory.resolve("state"), 1, Surroundings.quiet())) {
          assertThat(notifier.awaitRunning(RECOVERY_LIMIT)).isTrue();
          await()
              .atMost(RECOVERY_LIMIT)
              .ignoreExceptionsInstanceOf(IOException.class)
              .until(
                  () -> notifier.queries().rollout(ROLLOUT).map(r -> r.state()).orElse(""),
                  "completed"::equals);
          assertThat(notifier.findFailure()).isEmpty();
          checkQueries(notifier.queries());
        }

        assertThat(signer.sequences()).doesNotHaveDuplicates().isSorted();
      }
    }
  }

  private void killAfterFirstWave(
      InProcessBroker broker, EventProducer producer, TestSigner signer, Path state)
      throws Exception {
    Process process =
        JavaProcess.of(
                List.of(),
                NotifierProcess.class.getName(),
                List.of(broker.connection().bootstrapServers(), state.toString()))
            .redirectOutput(new File(state + ".log"))
            .start();
    try {
      producer.send(
          new ReleaseSigned(
              RELEASE,
              1,
              0,
              Digest.sha256(new byte[] {9}),
              TestSigner.VERSIONS,
              StartRequest.AS_POLICY,
              0));
      await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> !signer.seen(WaveAnnounced.class).isEmpty());
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor()).isNotZero();
    }
  }

  private void checkQueries(NotifierQueries queries) throws IOException {
    assertThat(queries.rollout(ROLLOUT).orElseThrow().rings())
        .extracting(ring -> ring.confirmed())
        .containsExactly(1L, 1L);
    assertThat(queries.rollouts("", 10)).extracting(r -> r.id()).containsExactly(ROLLOUT);
    assertThat(queries.rollouts(ROLLOUT.toString(), 10)).isEmpty();
    assertThat(queries.rolloutsOf(RELEASE.product())).hasSize(1);
    assertThat(queries.rolloutsOf(new ProductName("gate"))).isEmpty();
    assertThat(queries.devices("", "", 10))
        .extracting(DeviceState::device)
        .containsExactly(other.id(), canary.id());
    assertThat(queries.devices("", "a", 1))
        .extracting(DeviceState::device)
        .containsExactly(canary.id());
    String start = canary.id().value().substring(0, 3);
    assertThat(queries.devices(start, "", 10))
        .extracting(DeviceState::device)
        .containsExactly(canary.id());
    assertThat(queries.devices(start, canary.id().value(), 10)).isEmpty();
    assertThat(queries.device(other.id())).isPresent();
    assertThat(queries.policies())
        .extracting(policy -> policy.event())
        .containsExactly(TestPolicies.quick(Duration.ZERO));
  }
}
