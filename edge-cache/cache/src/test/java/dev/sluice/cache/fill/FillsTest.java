package dev.sluice.cache.fill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.KeptSlice;
import dev.sluice.cache.holding.SliceIndex;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.slice.ByteRange;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Row by row of the table of [Fills].
class FillsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final byte[] SMALL = "small".getBytes(UTF_8);
  private static final SliceKey NAMED = key("patches/" + Digest.sha256(SMALL).hex(), 0);
  private static final byte[] WRONG = "wrong".getBytes(UTF_8);
  private static final String OTHER_DIGEST =
      "%s must have the digest that it is named by, and %s came"
          .formatted(NAMED.path().value(), Digest.sha256(WRONG).prefix());
  private static final SliceKey LARGE = key("patches/" + "ab".repeat(32), 3);
  private static final SliceKey LAST = key("patches/" + "cd".repeat(32), 7);
  private static final SliceKey TIMESTAMP = key("metadata/timestamp.json", 0);
  private static final SliceKey ROOT = key("metadata/2.root.json", 0);

  private final SliceIndex<KeptSlice> index = new SliceIndex<>(1 << 20);
  private final Fills<KeptSlice, String> fills = new Fills<>(index, new Slicing(100), 2, WAIT);

  @Test
  void givenIdleSlice_whenWanted_thenIsFetchedOnceForAll() {
    assertThat(want(LARGE, "a")).isEqualTo(started(fetch(LARGE, 300, 400, false)));
    assertThat(want(LARGE, "b")).isEqualTo(new Wanted<>(false, List.of()));
    assertThat(fills.wantSoon(LARGE, NOW)).isEqualTo(new Wanted<>(false, List.of()));

    assertThat(answer(LARGE, new Fetched.Unavailable("away", false)))
        .containsExactly(
            wake("a", failed("away", FailureCause.UPSTREAM_FAILED)),
            wake("b", failed("away", FailureCause.UPSTREAM_FAILED)));
    assertThat(fills.underWay()).isZero();
  }

  @Test
  void givenImmutableSliceThatCameMeanwhile_whenWanted_thenIsTheAnswer() {
    var slice = enter(LARGE, new byte[100], 1000);

    assertThat(want(LARGE, "a"))
        .isEqualTo(new Wanted<>(false, List.of(wake("a", new FillOutcome.Filled<>(slice)))));
    assertThat(fills.wantSoon(LARGE, NOW)).isEqualTo(new Wanted<>(false, List.of()));
    assertThat(fills.want(LARGE, true, "b", NOW).started()).isTrue();
  }

  @Test
  void givenLengthThatIsKnown_whenFetched_thenNoMoreIsAskedForThanThereIs() {
    enter(key(LAST.path().value(), 0), new byte[100], 750);

    assertThat(want(LAST, "a")).isEqualTo(started(fetch(LAST, 700, 750, false)));
  }

  @Test
  void givenMostFetchesUnderWay_whenWanted_thenWaitsForItsTurn() {
    want(LARGE, "a");
    want(ROOT, "b");
    assertThat(want(LAST, "c")).isEqualTo(new Wanted<>(true, List.of()));
    assertThat(fills.queued()).isEqualTo(1);

    var effects = answer(ROOT, new Fetched.Absent("none", Duration.ofSeconds(5)));

    assertThat(effects)
        .containsExactly(
            wake("b", new FillOutcome.Absent<>("none", Duration.ofSeconds(5))),
            fetch(LAST, 700, 800, false));
    assertThat(fills.absentAt(ROOT.path())).contains(NOW.minusSeconds(5));
    assertThat(fills.queued()).isZero();
    assertThat(fills.underWay()).isEqualTo(2);
    assertThat(fills.begun()).isEqualTo(3);
  }

  @Test
  void givenSlicesThatFillTheLink_whenADocumentIsWanted_thenItDoesNotWaitForThem() {
    var many = new Fills<KeptSlice, String>(index, new Slicing(100), 64, WAIT);
    for (var slice = 0; slice < 10; slice++) {
      var _ = many.wantSoon(key(LARGE.path().value(), slice), NOW);
    }
    assertThat(many.underWay()).isEqualTo(4);

    assertThat(many.want(ROOT, false, "a", NOW).effects()).hasSize(1);
    assertThat(many.underWay()).isEqualTo(5);
    assertThat(many.queued()).isEqualTo(6);
  }

  @Test
  void givenSlicesThatComeLate_whenOthersWait_thenFewerAreUnderWay() {
    var many = new Fills<KeptSlice, String>(index, new Slicing(100), 64, WAIT);
    for (var slice = 0; slice < 10; slice++) {
      var _ = many.want(key(LARGE.path().value(), slice), false, "a", NOW);
    }
    var late = NOW.plus(FetchWindow.LATE).plusMillis(1);

    for (var slice = 0; slice < 3; slice++) {
      var key = key(LARGE.path().value(), slice);
      var answer =
          JudgedAnswer.of(key, new Fetched.Found(facts(1000, 100)), new CameBytes(new byte[100]));
      assertThat(many.fetched(key, answer, late)).hasSize(1);
      var _ = many.kept(key, KeptSlice.of(key, new byte[100], 1000), late);
    }

    assertThat(many.underWay()).isEqualTo(2);
    assertThat(many.queued()).isEqualTo(5);
  }

  @Test
  void givenQueuedFillThatNobodyWaitsForAnyMore_whenItsTurnComesLate_thenIsGivenUp() {
    want(LARGE, "a");
    want(ROOT, "b");
    want(LAST, "c");
    fills.leave(LAST, "c");

    var effects =
        fills.fetched(
            ROOT, judged(ROOT, new Fetched.Unavailable("away", true)), NOW.plus(WAIT).plusNanos(1));

    assertThat(effects)
        .containsExactly(
            wake("b", failed("away", FailureCause.UPSTREAM_SLOW)),
            new FillEffect.NoteGivenUp<>(LAST));
    assertThat(want(LAST, "d").started()).isTrue();
  }

  @Test
  void givenBytesThatThePathNames_whenTheyArrive_thenAreKeptAndAllAreTold() {
    want(NAMED, "a");
    var facts = facts(SMALL.length, SMALL.length);

    var effects = arrive(NAMED, facts, SMALL);
    assertThat(effects)
        .containsExactly(
            new FillEffect.Keep<>(NAMED, facts, Digest.sha256(SMALL), NOW.minusSeconds(3)));

    want(NAMED, "b");
    var slice = KeptSlice.of(NAMED, SMALL, SMALL.length);
    assertThat(fills.kept(NAMED, slice, NOW))
        .containsExactly(
            wake("a", new FillOutcome.Filled<>(slice)), wake("b", new FillOutcome.Filled<>(slice)));
  }

  @Test
  void givenBytesThatThePathDoesNotName_whenTheyArrive_thenAreAskedForOnceMorePastCaches() {
    want(NAMED, "a");

    assertThat(arrive(NAMED, facts(5, 5), WRONG))
        .containsExactly(
            new FillEffect.NoteWrongBytes<>(NAMED, OTHER_DIGEST), fetch(NAMED, 0, 100, true));
    assertThat(arrive(NAMED, facts(5, 5), WRONG))
        .containsExactly(
            new FillEffect.NoteWrongBytes<>(NAMED, OTHER_DIGEST),
            wake("a", failed(OTHER_DIGEST, FailureCause.UPSTREAM_FAILED)));
    assertThat(fills.refused()).isEqualTo(2);
  }

  @Test
  void givenBytesAsTheyAreHere_whenUpstreamConfirmsThem_thenNothingIsWritten() {
    var bytes = new byte[100];
    var slice = enter(LARGE, bytes, 1000);

    assertThat(fills.confirm(LARGE, "a", NOW)).contains(started(fetch(LARGE, 300, 400, true)));
    assertThat(arrive(LARGE, facts(1000, 100), bytes))
        .containsExactly(wake("a", new FillOutcome.Filled<>(slice)));
    assertThat(fills.confirm(LARGE, "b", NOW.plusSeconds(59))).isEmpty();
    assertThat(fills.confirm(LARGE, "b", NOW.plusSeconds(60))).isPresent();
  }

  @Test
  void givenPortalThatAnswersWithAWebPage_whenARootVersionIsFetched_thenNothingIsKept() {
    var page = "<html>log in</html>".getBytes(UTF_8);
    want(ROOT, "a");

    var effects = arrive(ROOT, facts(page.length, page.length), page);
    assertThat(effects).hasSize(2).first().isInstanceOf(FillEffect.NoteWrongBytes.class);
    assertThat(effects).last().isEqualTo(fetch(ROOT, 0, 100, true));
    assertThat(arrive(ROOT, facts(page.length, page.length), page))
        .hasSize(2)
        .last()
        .isInstanceOf(FillEffect.Wake.class);
    assertThat(fills.absentAt(ROOT.path())).isEmpty();
  }

  @Test
  void givenSliceThatIsDoubted_whenUpstreamHasNoSuchObject_thenItLeaves() {
    var root = enter(ROOT, SMALL, SMALL.length);
    assertThat(fills.confirm(ROOT, "a", NOW)).isPresent();

    assertThat(answer(ROOT, new Fetched.Absent("none", Duration.ZERO)))
        .containsExactly(
            new FillEffect.Drop<>(root),
            wake("a", new FillOutcome.Absent<>("none", Duration.ZERO)));
    assertThat(fills.absentAt(ROOT.path())).contains(NOW);
  }

  @Test
  void givenTimestampThatIsHere_whenUpstreamHasNone_thenItStays() {
    var _ = enter(TIMESTAMP, SMALL, SMALL.length);
    want(TIMESTAMP, "a");

    assertThat(answer(TIMESTAMP, new Fetched.Absent("none", Duration.ZERO)))
        .containsExactly(wake("a", new FillOutcome.Absent<>("none", Duration.ZERO)));
  }

  @Test
  void givenServerThatRefusesTheRangeOfATinyObject_whenAnswered_thenTheGoodCopyStays() {
    var root = enter(ROOT, SMALL, SMALL.length);
    assertThat(fills.confirm(ROOT, "a", NOW)).isPresent();

    assertThat(answer(ROOT, new Fetched.PastEnd(OptionalLong.empty())))
        .last()
        .isEqualTo(fetch(ROOT, 0, SMALL.length, true));
    assertThat(answer(ROOT, new Fetched.PastEnd(OptionalLong.empty())))
        .last()
        .isInstanceOf(FillEffect.Wake.class);
    assertThat(index.find(ROOT)).contains(root);
  }

  @Test
  void givenObjectThatEndsBeforeItStarts_whenItsPathNamesNothing_thenTheEmptyObjectIsKept() {
    var empty = key("patches/" + nothing().hex(), 0);
    want(empty, "a");
    want(LAST, "b");

    assertThat(answer(empty, new Fetched.PastEnd(OptionalLong.of(0))))
        .containsExactly(
            new FillEffect.Keep<>(
                empty,
                new ObjectFacts(0, 0, ObjectFacts.UNKNOWN_TYPE, Duration.ZERO),
                nothing(),
                NOW));
    assertThat(answer(LAST, new Fetched.PastEnd(OptionalLong.empty())))
        .containsExactly(wake("b", new FillOutcome.PastEnd<>()));
  }

  @Test
  void givenFillInAnyState_whenLost_thenAllAreToldAndTheNextHasItsTurn() {
    want(LARGE, "fetching");
    want(NAMED, "keeping");
    arrive(NAMED, facts(SMALL.length, SMALL.length), SMALL);
    want(LAST, "queued");
    want(ROOT, "next");

    assertThat(fills.lost(LAST, "stopping", NOW))
        .containsExactly(wake("queued", failed("stopping", FailureCause.NODE_FAILED)));
    assertThat(fills.lost(NAMED, "disk full", NOW))
        .containsExactly(
            wake("keeping", failed("disk full", FailureCause.NODE_FAILED)),
            fetch(ROOT, 0, 100, false));
    assertThat(fills.lost(LARGE, "disk full", NOW))
        .containsExactly(wake("fetching", failed("disk full", FailureCause.NODE_FAILED)));
    assertThat(fills.lost(LARGE, "disk full", NOW)).isEmpty();
    assertThat(fills.absentAt(ROOT.path())).isEmpty();
  }

  @Test
  void givenSliceThatIsNotFetched_whenAnAnswerComes_thenIsABug() {
    assertThatThrownBy(() -> answer(LARGE, new Fetched.Unavailable("away", false)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> fills.kept(NAMED, KeptSlice.of(NAMED, SMALL, 5), NOW))
        .isInstanceOf(IllegalStateException.class);
  }

  private Wanted<KeptSlice, String> want(SliceKey key, String waiter) {
    return fills.want(key, false, waiter, NOW);
  }

  private List<FillEffect<KeptSlice, String>> answer(SliceKey key, Fetched fetched) {
    return fills.fetched(key, judged(key, fetched), NOW);
  }

  private List<FillEffect<KeptSlice, String>> arrive(
      SliceKey key, ObjectFacts facts, byte[] bytes) {
    var answer = JudgedAnswer.of(key, new Fetched.Found(facts), new CameBytes(bytes));
    return fills.fetched(key, answer, NOW);
  }

  private static JudgedAnswer judged(SliceKey key, Fetched fetched) {
    return JudgedAnswer.of(key, fetched, new CameBytes(new byte[0]));
  }

  private KeptSlice enter(SliceKey key, byte[] bytes, long objectLengthBytes) {
    var slice = KeptSlice.of(key, bytes, objectLengthBytes);
    assertThat(index.enter(slice, bytes.length).admitted()).isTrue();
    return slice;
  }

  private static Wanted<KeptSlice, String> started(FillEffect<KeptSlice, String> effect) {
    return new Wanted<>(true, List.of(effect));
  }

  private static FillEffect<KeptSlice, String> fetch(
      SliceKey key, long start, long end, boolean noCache) {
    return new FillEffect.Fetch<>(
        key, new FetchRequest(key.path(), new ByteRange(start, end), noCache));
  }

  private static FillEffect<KeptSlice, String> wake(String waiter, FillOutcome<KeptSlice> outcome) {
    return new FillEffect.Wake<>(waiter, outcome);
  }

  private static FillOutcome<KeptSlice> failed(String reason, FailureCause cause) {
    return new FillOutcome.Failed<>(reason, cause);
  }

  private static ObjectFacts facts(long objectLengthBytes, long bodyLengthBytes) {
    return new ObjectFacts(objectLengthBytes, bodyLengthBytes, "text/x", Duration.ofSeconds(3));
  }

  private static Digest nothing() {
    return Digest.sha256(new byte[0]);
  }

  private static SliceKey key(String path, long index) {
    return new SliceKey(ObjectPath.of(path).orElseThrow(), index);
  }
}
