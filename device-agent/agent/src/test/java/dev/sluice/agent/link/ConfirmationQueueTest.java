package dev.sluice.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.confirmation.ConfirmationKey;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.testkit.Property;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;
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

  @Test
  void givenEmptyQueue_whenAskedForTheOldest_thenThereIsNone() throws Exception {
    assertThat(new ConfirmationQueue(directory).findOldest()).isEmpty();
  }

  @Test
  void givenDeliveredConfirmation_whenItIsMadeAgain_thenItWaitsAgain() throws Exception {
    var queue = new ConfirmationQueue(directory);
    queue.add(key(1), new byte[] {1});
    queue.remove(queue.findOldest().orElseThrow());

    queue.add(key(1), new byte[] {1});

    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void givenConfirmationThatWasDroppedMeanwhile_whenDelivered_thenTheOthersStay() throws Exception {
    var queue = new ConfirmationQueue(directory);
    queue.add(key(0), new byte[] {0});
    var delivered = queue.findOldest().orElseThrow();
    for (int i = 1; i <= ConfirmationQueue.MAX_ENTRIES; i++) {
      queue.add(key(i), new byte[] {(byte) i});
    }

    queue.remove(delivered);

    assertThat(queue.size()).isEqualTo(ConfirmationQueue.MAX_ENTRIES);
    assertThat(queue.findOldest().orElseThrow().payload().bytes()).containsExactly(1);
  }

  @Test
  void givenForeignFilesAndWhatAPowerCutLeft_whenRead_thenOnlyConfirmationsCount()
      throws Exception {
    var queue = new ConfirmationQueue(directory);
    queue.add(key(1), new byte[] {1});
    Files.writeString(directory.resolve("000000000002-0123456789ab.json.part"), "half");
    Files.writeString(directory.resolve("notes.json"), "{}");

    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.findOldest().orElseThrow().payload().bytes()).containsExactly(1);
  }

  /// Every draw is one of: add, deliver the oldest, deliver it again, start again.
  @Test
  void givenAnyOrderOfAddsDeliveriesAndRestarts_whenRead_thenWaitsWhatAListWouldHold() {
    Property.check(
        "a queue of confirmations is a bounded list without repetitions",
        25,
        seed -> {
          var folder = Files.createTempDirectory(directory, "queue");
          var queue = new ConfirmationQueue(folder);
          var model = new ArrayList<Integer>();
          Optional<ConfirmationQueue.Entry> last = Optional.empty();
          for (int i = 0; i < 60; i++) {
            switch (seed.nextInt(8)) {
              case 0 -> queue = new ConfirmationQueue(folder);
              case 1, 2 -> {
                last = queue.findOldest();
                if (last.isPresent()) {
                  queue.remove(last.get());
                  model.removeFirst();
                }
              }
              case 3 -> {
                if (last.isPresent()) {
                  queue.remove(last.get());
                }
              }
              default -> {
                int version = seed.nextInt(20);
                queue.add(key(version), new byte[] {(byte) version});
                if (!model.contains(version)) {
                  model.add(version);
                }
                last = Optional.empty();
              }
            }
            assertThat(queue.size()).isEqualTo(model.size());
            assertThat(queue.findOldest().map(oldest -> (int) oldest.payload().bytes()[0]))
                .isEqualTo(model.stream().findFirst());
          }
        });
  }
}
