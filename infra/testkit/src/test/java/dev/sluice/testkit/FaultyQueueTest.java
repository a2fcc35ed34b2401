package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultyQueueTest {
  private static final Instant NOW = VirtualClock.START;
  private static final Instant LATER = NOW.plusSeconds(3600);
  private static final List<Integer> SENT = IntStream.range(0, 200).boxed().toList();

  @Test
  void givenNoFaults_whenSending_thenArrivesAtOnceInOrder() {
    assertThat(received(Faults.none(), NOW)).isEqualTo(SENT);
  }

  @Test
  void givenLoss_whenSending_thenSomeAreMissing() {
    assertThat(received(Faults.none().with(Fault.LOSS, 0.3), LATER))
        .hasSizeBetween(100, 180)
        .isSubsetOf(SENT);
  }

  @Test
  void givenDuplication_whenSending_thenSomeArriveTwice() {
    var received = received(Faults.none().with(Fault.DUPLICATION, 0.3), LATER);

    assertThat(received).hasSizeBetween(220, 300).containsAll(SENT);
  }

  @Test
  void givenDelay_whenSending_thenOrderIsKept() {
    var faults = Faults.none().with(Fault.DELAY, 0.3).withMaxDelay(Duration.ofSeconds(1));

    assertThat(received(faults, LATER)).isEqualTo(SENT);
    assertThat(received(faults, NOW)).hasSizeLessThan(SENT.size());
  }

  @Test
  void givenReordering_whenSending_thenAllArriveInAnotherOrder() {
    var received = received(Faults.none().with(Fault.REORDERING, 0.3), LATER);

    assertThat(received).containsExactlyInAnyOrderElementsOf(SENT).isNotEqualTo(SENT);
  }

  @Test
  void givenFlippedBits_whenSending_thenDamageIsApplied() {
    var queue =
        new FaultyQueue<Integer>(
            new Seeded(1), Faults.none().with(Fault.FLIPPED_BIT, 1), (_, number) -> -number);

    queue.send(NOW, 5);

    assertThat(queue.poll(NOW)).contains(-5);
    assertThat(queue.poll(NOW)).isEmpty();
  }

  @Test
  void givenMessageUnderWay_whenAsked_thenTellsWhenItArrives() {
    var queue = new FaultyQueue<Integer>(new Seeded(1), Faults.none().with(Fault.DELAY, 1));

    queue.send(NOW, 1);

    assertThat(queue.nextArrival()).hasValueSatisfying(at -> assertThat(at).isAfter(NOW));
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void givenProbabilityAboveOne_whenBuilding_thenRefuses() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Faults.none().with(Fault.LOSS, 1.5))
        .withMessageContaining("LOSS");
  }

  private static List<Integer> received(Faults faults, Instant until) {
    var queue = new FaultyQueue<Integer>(new Seeded(42), faults);
    SENT.forEach(number -> queue.send(NOW, number));
    return queue.receive(until);
  }
}
