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
  void givenQueuedFillThatNobodyWaitsForAnyMore_whenItsTurnComesLate_thenIsGivenUp() {
    want(LARGE, "a");
    want(ROOT, "b");
    want(LAST, "c");
    fills.leave(LAST, "c");

    var effects =
        fills.fetched(
            ROOT, new Fetched.Unavailable("away", true), nothing(), NOW.plus(WAIT).plusNanos(1));

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
    var wrong = "wrong".getBytes(UTF_8);
    want(NAMED, "a");

    assertThat(arrive(NAMED, facts(5, 5), wrong))
        .containsExactly(
            new FillEffect.NoteWrongBytes<>(NAMED, Digest.sha256(wrong)),
            fetch(NAMED, 0, 100, true));
    assertThat(arrive(NAMED, facts(5, 5), wrong))
        .containsExactly(
            new FillEffect.NoteWrongBytes<>(NAMED, Digest.sha256(wrong)),
            wake(
                "a",
                failed(
                    "upstream's bytes are not those that the path names",
                    FailureCause.UPSTREAM_FAILED)));
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
  void givenMutableObjectLongerThanASlice_whenItArrives_thenFails() {
    want(TIMESTAMP, "a");

    var effects = arrive(TIMESTAMP, facts(200, 100), new byte[100]);

    assertThat(effects)
        .containsExactly(
            wake(
                "a",
                failed(
                    "metadata/timestamp.json must fit into one slice of 100 bytes and has 200",
                    FailureCause.UPSTREAM_FAILED)));
    assertThat(fills.askedAt(TIMESTAMP.path())).contains(NOW);
  }

  @Test
  void givenObjectThatEndsBeforeItStarts_whenAnswered_thenTheEmptyObjectIsKept() {
    want(ROOT, "a");
    want(LAST, "b");

    assertThat(answer(ROOT, new Fetched.PastEnd(OptionalLong.of(0))))
        .containsExactly(
            new FillEffect.Keep<>(
                ROOT,
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
    return fills.fetched(key, fetched, nothing(), NOW);
  }

  private List<FillEffect<KeptSlice, String>> arrive(
      SliceKey key, ObjectFacts facts, byte[] bytes) {
    return fills.fetched(key, new Fetched.Found(facts), Digest.sha256(bytes), NOW);
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
