package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.agent.link.ConfirmationQueue;
import dev.sluice.agent.link.HubLink;
import dev.sluice.events.confirmation.ConfirmationKey;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.update.fake.FakeFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A link whose hub does not take what it is given, or gives the session to somebody else.
class RefusingHubTest {
  private static final int UNSPECIFIED_ERROR = 0x80;
  private static final int PAYLOAD_FORMAT_INVALID = 0x99;

  @TempDir Path directory;
  private final CapturedLog log = new CapturedLog();
  private ConfirmationQueue queue;

  @BeforeEach
  void givenQueue() {
    queue = new ConfirmationQueue(directory);
  }

  @AfterEach
  void close() {
    log.close();
  }

  private void add(int counter) throws Exception {
    queue.add(
        new ConfirmationKey(
            AgentFixture.DEVICE,
            1,
            new RolloutId(FakeFleet.PRODUCT, counter),
            1,
            Outcome.INSTALLED,
            OutcomeReason.Code.NONE),
        new byte[] {(byte) counter});
  }

  private HubLink connect(ScriptedHub hub) {
    return AgentFixture.link(hub.port(), queue, _ -> {});
  }

  private static List<Integer> taken(ScriptedHub hub) {
    return hub.taken().stream().map(payload -> (int) payload[0]).toList();
  }

  /// What the hub says of the first confirmation; it takes the others.
  private static Function<byte[], Integer> refusingTheFirst(int code, int times) {
    var left = new AtomicInteger(times);
    return payload -> payload[0] == 1 && left.getAndDecrement() > 0 ? code : ScriptedHub.SUCCESS;
  }

  @Test
  void givenConfirmationThatTheHubCannotRead_whenDelivered_thenIsPutAsideByName() throws Exception {
    add(1);
    add(2);
    try (var hub = new ScriptedHub(refusingTheFirst(PAYLOAD_FORMAT_INVALID, Integer.MAX_VALUE));
        var _ = connect(hub)) {
      await().atMost(AgentFixture.PATIENCE).until(() -> queue.size() == 0);

      assertThat(taken(hub)).containsExactly(2);
    }
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files)
          .singleElement()
          .satisfies(
              file -> assertThat(log.text()).contains("put aside").contains(file.toString()));
    }
  }

  @Test
  void givenConfirmationThatIsNotAcknowledged_whenTheConnectionStays_thenIsTriedAgain()
      throws Exception {
    add(1);
    add(2);
    try (var hub = new ScriptedHub(refusingTheFirst(UNSPECIFIED_ERROR, 2));
        var _ = connect(hub)) {
      await().atMost(AgentFixture.PATIENCE).until(() -> queue.size() == 0);

      assertThat(taken(hub)).containsExactly(2, 1);
      assertThat(hub.connections()).isEqualTo(1);
    }
  }

  @Test
  void givenClonedDevice_whenItTakesTheSession_thenBacksOffAndSaysSoOnce() throws Exception {
    try (var hub = new ScriptedHub(_ -> ScriptedHub.SUCCESS);
        var link = connect(hub)) {
      await().atMost(AgentFixture.PATIENCE).until(link::isConnected);

      hub.takeOver();

      String problem = "another client uses the identity of this device";
      await().atMost(AgentFixture.PATIENCE).until(() -> log.text().contains(problem));
      assertThat(link.findProblem()).contains(problem + " at localhost:" + hub.port());
      assertThat(log.text()).containsOnlyOnce(problem);
      assertThat(log.text()).contains("client=\"device-001\"");
      assertThat(hub.connections()).isEqualTo(1);
    }
  }
}
