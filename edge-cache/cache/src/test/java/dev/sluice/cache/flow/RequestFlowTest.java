package dev.sluice.cache.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.fill.FailureCause;
import dev.sluice.cache.fill.FillOutcome;
import dev.sluice.cache.fill.Recall;
import dev.sluice.cache.flow.Opening.CheckPurpose;
import dev.sluice.cache.flow.Opening.FillPurpose;
import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.KeptSlice;
import dev.sluice.cache.holding.SliceIndex;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.request.RangeHeader;
import dev.sluice.cache.request.RequestDirectives;
import dev.sluice.cache.request.Selection;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Row by row of the tables of [RequestFlow] and [Reading].
class RequestFlowTest {
  private static final Instant BORN = Instant.parse("2026-11-21T10:00:00Z");
  private static final Instant LATER = BORN.plusSeconds(70);
  private static final String BIG = "patches/" + "ab".repeat(32);
  private static final String TIMESTAMP = "metadata/timestamp.json";
  private static final String ROOT = "metadata/2.root.json";

  private final SliceIndex<KeptSlice> index = new SliceIndex<>(1 << 20);
  private final Map<ObjectPath, Instant> absences = new HashMap<>();
  private final Map<ObjectPath, Instant> questions = new HashMap<>();
  private final RequestFlow<KeptSlice> flow =
      new RequestFlow<>(new Slicing(100), FreshnessRules.DEFAULT, index, recall());

  @Test
  void givenHeldObject_whenOpened_thenIsFoundAndReadInOneStep() {
    var slice = enter(BIG, 1, new byte[100], 250);

    var reading = found(open(BIG, "bytes=100-199", RequestDirectives.none(), BORN));

    assertThat(reading.isHit()).isTrue();
    assertThat(reading.isStale()).isFalse();
    assertThat(reading.slice(1)).isEqualTo(new SliceStep.Open<>(slice, true, 1));
  }

  @Test
  void givenNothing_whenOpened_thenTheFirstSliceOfTheRangeIsFilled() {
    var filling = filling(open(BIG, "bytes=150-", RequestDirectives.checked(), BORN));

    assertThat(filling.key()).isEqualTo(key(BIG, 1));
    assertThat(filling.noCache()).isFalse();
    assertThat(filling.purpose()).isEqualTo(FillPurpose.FIRST);
    var slice = KeptSlice.of(key(BIG, 1), new byte[100], 250);
    assertThat(found(flow.filled(filling, new FillOutcome.Filled<>(slice), true)).isHit())
        .isFalse();
    assertThat(found(flow.filled(filling, new FillOutcome.Filled<>(slice), false)).isHit())
        .isTrue();
    assertThat(flow.filled(filling, new FillOutcome.Absent<>("none", Duration.ZERO), true))
        .isEqualTo(new Opening.Missing<>("none", Duration.ZERO));
    assertThat(flow.filled(filling, failed(), true))
        .isEqualTo(new Opening.Failed<>("away", FailureCause.UPSTREAM_SLOW));
  }

  @Test
  void givenRangePastTheEnd_whenFilled_thenSliceZeroTellsTheLength() {
    var filling = filling(open(BIG, "bytes=900-", RequestDirectives.none(), BORN));

    var measuring = filling(flow.filled(filling, new FillOutcome.PastEnd<>(), true));

    assertThat(measuring.key()).isEqualTo(key(BIG, 0));
    assertThat(measuring.purpose()).isEqualTo(FillPurpose.LENGTH);
    var slice = KeptSlice.of(key(BIG, 0), new byte[100], 250);
    assertThat(found(flow.filled(measuring, new FillOutcome.Filled<>(slice), true)).selection())
        .isEqualTo(new Selection.Unsatisfiable());
    assertThat(flow.filled(measuring, failed(), true))
        .isEqualTo(
            new Opening.Failed<>("the object cannot be measured", FailureCause.UPSTREAM_FAILED));
  }

  @Test
  void givenAbsenceThatIsBelieved_whenOpened_thenIsMissingUntilItIsOld() {
    absences.put(path(ROOT), BORN);

    assertThat(open(ROOT, "", RequestDirectives.none(), BORN.plusSeconds(7)))
        .isEqualTo(new Opening.Missing<>("there is no such object", Duration.ofSeconds(7)));
    assertThat(filling(open(ROOT, "", RequestDirectives.none(), LATER)).noCache()).isFalse();
    assertThat(filling(open(ROOT, "", RequestDirectives.checked(), LATER)).noCache()).isTrue();
  }

  @Test
  void givenOldMutableObject_whenOpened_thenIsRefreshedAndServedStaleIfThatFails() {
    var old = enter(TIMESTAMP, 0, "one".getBytes(UTF_8), 3);

    var filling = filling(open(TIMESTAMP, "", RequestDirectives.none(), LATER));

    assertThat(filling.purpose()).isEqualTo(FillPurpose.REFRESH);
    assertThat(filling.noCache()).isFalse();
    assertThat(found(flow.filled(filling, failed(), true)).isStale()).isTrue();
    assertThat(index.drop(old)).isTrue();
    assertThat(flow.filled(filling, failed(), true)).isInstanceOf(Opening.Failed.class);
    questions.put(path(TIMESTAMP), LATER);
    var _ = enter(TIMESTAMP, 0, "one".getBytes(UTF_8), 3);
    assertThat(found(open(TIMESTAMP, "", RequestDirectives.none(), LATER)).isStale()).isFalse();
  }

  @Test
  void givenMutableObject_whenForced_thenDamageHereIsReplacedPlainly() {
    var slice = enter(TIMESTAMP, 0, "one".getBytes(UTF_8), 3);

    var checking = checking(open(TIMESTAMP, "", RequestDirectives.checked(), LATER));

    assertThat(checking.purpose()).isEqualTo(CheckPurpose.REFRESH);
    assertThat(filling(flow.checked(checking, Set.of())).noCache()).isTrue();
    assertThat(filling(flow.checked(checking, Set.of(slice.key()))).noCache()).isFalse();
  }

  @Test
  void givenRefusedRange_whenNoneIsDamagedHere_thenUpstreamConfirmsWhatThePathDoesNotProve() {
    var bytes = "small".getBytes(UTF_8);
    var proven = "patches/" + Digest.sha256(bytes).hex();
    var small = enter(proven, 0, bytes, bytes.length);
    var slice = enter(BIG, 1, new byte[100], 250);

    var checking = checking(open(BIG, "bytes=100-", RequestDirectives.checked(), BORN));
    assertThat(checking.keys()).containsExactly(key(BIG, 1), key(BIG, 2));
    var reading = found(flow.checked(checking, Set.of()));

    var confirm = new SliceStep.Confirm<KeptSlice>(key(BIG, 1));
    assertThat(reading.slice(1)).isEqualTo(confirm);
    assertThat(reading.confirmed(confirm, true)).isEqualTo(new SliceStep.Open<>(slice, false, 1));
    assertThat(reading.slice(2)).isEqualTo(new SliceStep.Fill<>(key(BIG, 2), 1));
    var sure = checking(open(proven, "", RequestDirectives.checked(), BORN));
    assertThat(found(flow.checked(sure, Set.of())).slice(0))
        .isEqualTo(new SliceStep.Open<>(small, true, 1));
  }

  @Test
  void givenRefusedRange_whenOneIsDamagedHere_thenTheOthersAreLeftAlone() {
    var damaged = enter(BIG, 0, new byte[100], 250);
    var right = enter(BIG, 1, new byte[100], 250);
    var checking = checking(open(BIG, "", RequestDirectives.checked(), BORN));
    assertThat(index.drop(damaged)).isTrue();

    var reading = found(flow.checked(checking, Set.of(damaged.key())));

    assertThat(reading.slice(0)).isEqualTo(new SliceStep.Fill<>(key(BIG, 0), 1));
    assertThat(reading.slice(1)).isEqualTo(new SliceStep.Open<>(right, true, 1));
  }

  @Test
  void givenSliceThatIsNotHere_whenFilled_thenIsOpenedAsAMiss() {
    var _ = enter(BIG, 0, new byte[100], 250);
    var reading = found(open(BIG, "", RequestDirectives.none(), BORN));
    assertThat(reading.lacks(1)).isTrue();
    var fill = new SliceStep.Fill<KeptSlice>(key(BIG, 1), 1);
    assertThat(reading.slice(1)).isEqualTo(fill);

    var slice = enter(BIG, 1, new byte[100], 250);

    assertThat(reading.lacks(1)).isFalse();
    assertThat(reading.filled(fill, new FillOutcome.Filled<>(slice), true))
        .isEqualTo(new SliceStep.Open<>(slice, false, 1));
    assertThat(reading.isHit()).isFalse();
    assertThat(reading.filled(fill, failed(), true))
        .isEqualTo(new SliceStep.Failed<>("away", FailureCause.UPSTREAM_SLOW));
    assertThat(reading.filled(fill, new FillOutcome.PastEnd<>(), true))
        .isEqualTo(
            new SliceStep.Failed<>("the object has become shorter", FailureCause.UPSTREAM_FAILED));
    assertThat(reading.filled(fill, new FillOutcome.Absent<>("none", Duration.ZERO), true))
        .isEqualTo(new SliceStep.Gone<>("none", Duration.ZERO));
  }

  @Test
  void givenStoreTooSmallForASlice_whenItIsEvictedAgainAndAgain_thenTheReaderIsTold() {
    var any = enter(BIG, 0, new byte[100], 250);
    var reading = found(open(BIG, "", RequestDirectives.none(), BORN));
    var filled = new FillOutcome.Filled<>(KeptSlice.of(key(BIG, 1), new byte[100], 250));
    var step = reading.slice(1);

    for (var lookup = 1; lookup <= 3; lookup++) {
      assertThat(step).isEqualTo(new SliceStep.Fill<>(key(BIG, 1), lookup));
      step = reading.filled(new SliceStep.Fill<>(key(BIG, 1), lookup), filled, true);
    }
    assertThat(step).isInstanceOf(SliceStep.Failed.class);
    assertThat(reading.any()).isEqualTo(any);
  }

  @Test
  void givenFileThatCannotBeRead_whenDropped_thenIsLookedForAgain() {
    var slice = enter(BIG, 0, new byte[100], 250);
    var reading = found(open(BIG, "", RequestDirectives.none(), BORN));
    assertThat(index.drop(slice)).isTrue();

    assertThat(reading.unreadable(new SliceStep.Open<>(slice, true, 1)))
        .isEqualTo(new SliceStep.Fill<>(key(BIG, 0), 2));
  }

  @Test
  void givenSliceOfAnotherEdition_whenRead_thenFailsUnlessTheObjectIsMutable() {
    var _ = enter(BIG, 0, new byte[100], 250);
    var _ = enter(TIMESTAMP, 0, "one".getBytes(UTF_8), 3);
    var big = found(open(BIG, "", RequestDirectives.none(), BORN));
    var timestamp = found(open(TIMESTAMP, "", RequestDirectives.none(), BORN));
    var _ = enter(BIG, 0, new byte[100], 300);
    var other = enter(TIMESTAMP, 0, "other".getBytes(UTF_8), 5);

    assertThat(big.slice(0)).isInstanceOf(SliceStep.Failed.class);
    assertThat(timestamp.slice(0)).isEqualTo(new SliceStep.Open<>(other, true, 1));
    assertThat(timestamp.any()).isEqualTo(other);
  }

  private Opening<KeptSlice> open(
      String path, String range, RequestDirectives directives, Instant now) {
    return flow.open(new ObjectRequest(path(path), RangeHeader.parse(range), directives), now);
  }

  private KeptSlice enter(String path, long number, byte[] bytes, long objectLengthBytes) {
    var slice = KeptSlice.of(key(path, number), bytes, objectLengthBytes);
    assertThat(index.enter(slice, bytes.length).admitted()).isTrue();
    return slice;
  }

  private Recall recall() {
    return new Recall() {
      @Override
      public Optional<Instant> askedAt(ObjectPath path) {
        return Optional.ofNullable(questions.get(path));
      }

      @Override
      public Optional<Instant> absentAt(ObjectPath path) {
        return Optional.ofNullable(absences.get(path));
      }
    };
  }

  private static Reading<KeptSlice> found(Opening<KeptSlice> opening) {
    assertThat(opening).isInstanceOf(Opening.Found.class);
    return ((Opening.Found<KeptSlice>) opening).reading();
  }

  private static Opening.Filling<KeptSlice> filling(Opening<KeptSlice> opening) {
    assertThat(opening).isInstanceOf(Opening.Filling.class);
    return (Opening.Filling<KeptSlice>) opening;
  }

  private static Opening.Checking<KeptSlice> checking(Opening<KeptSlice> opening) {
    assertThat(opening).isInstanceOf(Opening.Checking.class);
    return (Opening.Checking<KeptSlice>) opening;
  }

  private static FillOutcome<KeptSlice> failed() {
    return new FillOutcome.Failed<>("away", FailureCause.UPSTREAM_SLOW);
  }

  private static ObjectPath path(String path) {
    return ObjectPath.of(path).orElseThrow();
  }

  private static SliceKey key(String path, long number) {
    return new SliceKey(path(path), number);
  }
}
