package dev.sluice.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.confirmation.ConfirmationKey;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.RolloutId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfirmationQueueTest {
  @TempDir Path directory;

  private static ConfirmationKey key(int version) {
    return new ConfirmationKey(
        new DeviceId("device-001"),
        1,
        RolloutId.parse("app/" + (version + 1)),
        1,
        Outcome.INSTALLED,
        OutcomeReason.Code.NONE);
  }

  @Test
  void givenTheSameConfirmationTwice_whenAdded_thenWaitsOnce() throws Exception {
    var queue = new ConfirmationQueue(directory);

    queue.add(key(1), new byte[] {1});
    queue.add(key(1), new byte[] {1});

    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void givenConfirmations_whenReadByANewProcess_thenOldestComesFirst() throws Exception {
    var before = new ConfirmationQueue(directory);
    before.add(key(1), new byte[] {1});
    before.add(key(2), new byte[] {2});
    var queue = new ConfirmationQueue(directory);

    var first = queue.findOldest().orElseThrow();
    queue.remove(first);
    var second = queue.findOldest().orElseThrow();

    assertThat(first.payload().bytes()).containsExactly(1);
    assertThat(second.payload().bytes()).containsExactly(2);
  }

  @Test
  void givenFullQueue_whenAdded_thenTheOldestIsDropped() throws Exception {
    var queue = new ConfirmationQueue(directory);
    for (int i = 0; i < ConfirmationQueue.MAX_ENTRIES; i++) {
      queue.add(key(i), new byte[] {(byte) i});
    }

    queue.add(key(1_000), new byte[] {42});

    assertThat(queue.size()).isEqualTo(ConfirmationQueue.MAX_ENTRIES);
    assertThat(queue.findOldest().orElseThrow().payload().bytes()).containsExactly(1);
  }
}
