package dev.sluice.cache.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.slice.ByteRange;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Row by row of the table of [SliceTransfer].
class SliceTransferTest {
  private static final ObjectPath PATH = ObjectPath.of("patches/" + "ab".repeat(32)).orElseThrow();
  private static final ByteRange RANGE = new ByteRange(1_000_000, 2_000_000);
  private static final FetchRequest REQUEST = new FetchRequest(PATH, RANGE, true);
  private static final Fetched BROKEN = new Fetched.Unavailable("cut", false);
  private static final String TAG = "\"a\"";
  private static final long LENGTH = 1_900_000;

  private final SliceTransfer transfer = new SliceTransfer(REQUEST);

  @Test
  void givenBodyThatBreaksOff_whenAskedAgain_thenTheRestIsWantedOfTheSameObject() {
    assertThat(transfer.next()).isEqualTo(REQUEST);
    assertThat(transfer.begins(facts(900_000, TAG))).isTrue();
    assertThat(transfer.came(700_000)).isTrue();
    assertThat(transfer.failed(transfer.result(BROKEN))).isZero();

    assertThat(transfer.next())
        .isEqualTo(new FetchRequest(PATH, new ByteRange(1_700_000, LENGTH), true, TAG));
    assertThat(transfer.begins(facts(200_000, TAG))).isFalse();
    assertThat(transfer.came(200_000)).isTrue();
    assertThat(transfer.result(new Fetched.Found(facts(200_000, TAG))))
        .isEqualTo(new Fetched.Found(facts(900_000, TAG)));
  }

  @Test
  void givenAttemptsWithoutProgress_whenCounted_thenProgressBeginsTheCountAnew() {
    assertThat(transfer.next().path()).isEqualTo(PATH);
    assertThat(transfer.failed(BROKEN)).isEqualTo(1);
    assertThat(transfer.next().path()).isEqualTo(PATH);
    assertThat(transfer.begins(facts(900_000, TAG))).isTrue();
    assertThat(transfer.came(SliceTransfer.MIN_PROGRESS_BYTES - 1)).isTrue();
    assertThat(transfer.failed(BROKEN)).isEqualTo(2);
    assertThat(transfer.next().path()).isEqualTo(PATH);
    assertThat(transfer.begins(facts(800_000, TAG))).isFalse();
    assertThat(transfer.came(SliceTransfer.MIN_PROGRESS_BYTES)).isTrue();
    assertThat(transfer.failed(BROKEN)).isZero();
    assertThat(transfer.next().path()).isEqualTo(PATH);
    assertThat(transfer.failed(BROKEN)).isEqualTo(1);
  }

  @Test
  void givenObjectThatChanges_whenResumed_thenAllIsAskedForAgain() {
    for (Fetched answer :
        new Fetched[] {new Fetched.Changed("other"), new Fetched.PastEnd(OptionalLong.empty())}) {
      var other = half();

      var changed = other.result(answer);
      assertThat(changed).isInstanceOf(Fetched.Changed.class);
      assertThat(other.failed(changed)).isEqualTo(1);
      assertThat(other.next()).isEqualTo(REQUEST);
    }
  }

  @Test
  void givenServerThatIgnoresTheCondition_whenAnotherObjectComes_thenNoneOfItsBytesIsTaken() {
    var other = half();

    assertThat(other.begins(facts(400_000, "\"b\""))).isFalse();
    assertThat(other.came(400_000)).isFalse();
    var changed = other.result(new Fetched.Found(facts(400_000, "\"b\"")));
    assertThat(changed).isInstanceOf(Fetched.Changed.class);
    assertThat(other.failed(changed)).isEqualTo(1);
    assertThat(other.next()).isEqualTo(REQUEST);
    assertThat(other.begins(facts(900_000, "\"b\""))).isTrue();
  }

  @Test
  void givenMutableObjectThatNobodyVouchesFor_whenItBreaksOff_thenAllIsAskedForAgain() {
    var request = new FetchRequest(ObjectPath.TIMESTAMP, new ByteRange(0, 1000), false);
    var timestamp = new SliceTransfer(request);
    assertThat(timestamp.next()).isEqualTo(request);
    assertThat(timestamp.begins(facts(900, ObjectFacts.NO_VALIDATOR))).isTrue();
    assertThat(timestamp.came(100)).isTrue();
    assertThat(timestamp.failed(BROKEN)).isEqualTo(1);

    assertThat(timestamp.next()).isEqualTo(request);
    assertThat(timestamp.begins(facts(900, ObjectFacts.NO_VALIDATOR))).isTrue();
  }

  @Test
  void givenServerWithoutRangesOnALinkThatBreaks_whenAllIsAskedForAgain_thenFailuresAddUp() {
    var other = half();
    assertThat(other.failed(new Fetched.Changed("sent all of it"))).isEqualTo(1);
    assertThat(other.next()).isEqualTo(REQUEST);
    assertThat(other.begins(facts(900_000, TAG))).isTrue();
    assertThat(other.came(500_000)).isTrue();

    assertThat(other.failed(BROKEN)).isEqualTo(2);
  }

  @Test
  void givenMutableObjectThatBreaksOffAtTheSamePlace_whenAskedAgain_thenFailuresAddUp() {
    var timestamp =
        new SliceTransfer(new FetchRequest(ObjectPath.TIMESTAMP, new ByteRange(0, 9000), false));
    for (int failures : new int[] {0, 1, 2}) {
      assertThat(timestamp.next().range().start()).isZero();
      assertThat(timestamp.begins(facts(8000, ObjectFacts.NO_VALIDATOR))).isTrue();
      assertThat(timestamp.came(5000)).isTrue();
      assertThat(timestamp.failed(BROKEN)).isEqualTo(failures);
    }
  }

  /// After half of the slice, before the rest.
  private static SliceTransfer half() {
    var transfer = new SliceTransfer(REQUEST);
    assertThat(transfer.next().path()).isEqualTo(PATH);
    assertThat(transfer.begins(facts(900_000, TAG))).isTrue();
    assertThat(transfer.came(500_000)).isTrue();
    assertThat(transfer.failed(BROKEN)).isZero();
    assertThat(transfer.next().range().start()).isEqualTo(1_500_000);
    return transfer;
  }

  private static ObjectFacts facts(long bodyLengthBytes, String validator) {
    return new ObjectFacts(LENGTH, bodyLengthBytes, "text/x", validator, Duration.ZERO);
  }
}
