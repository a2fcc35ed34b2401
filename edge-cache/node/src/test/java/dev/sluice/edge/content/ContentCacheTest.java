package dev.sluice.edge.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cache.fill.FillOutcome;
import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.request.RangeHeader;
import dev.sluice.cache.request.RequestDirectives;
import dev.sluice.cache.request.Selection;
import dev.sluice.cache.slice.ByteRange;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.edge.store.SliceStore;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentCacheTest {
  private static final String BIG = "targets/products/p/1/" + "cd".repeat(32) + ".big";
  private static final String TIMESTAMP = "metadata/timestamp.json";
  private static final String ROOT_2 = "metadata/2.root.json";

  private static final byte[] ONE = FakeUpstream.metadata("timestamp", 1);
  private static final byte[] TWO = FakeUpstream.metadata("timestamp", 2);
  private static final byte[] PAGE = "<html>log in</html>".getBytes(UTF_8);

  private final FakeUpstream upstream = new FakeUpstream();
  private final FakeClock clock = new FakeClock();
  private final byte[] big = randomBytes(1050);

  @TempDir Path directory;
  private SliceStore store;
  private ContentCache cache;

  @BeforeEach
  void open() {
    store = SliceStore.open(directory, 1 << 20);
    cache =
        new ContentCache(
            store,
            upstream,
            new Slicing(100),
            FreshnessRules.DEFAULT,
            new CacheLimits(8, Duration.ofSeconds(10)),
            clock);
    upstream.put(BIG, big);
    upstream.put(TIMESTAMP, ONE);
  }

  @AfterEach
  void close() {
    cache.close();
    store.close();
  }

  @Test
  void givenSmallObject_whenReadTwice_thenUpstreamIsAskedOnce() throws IOException {
    var bytes = "small".getBytes(UTF_8);
    var path = "patches/" + Digest.sha256(bytes).hex();
    upstream.put(path, bytes);

    assertThat(read(path)).isEqualTo(bytes);
    assertThat(read(path)).isEqualTo(bytes);
    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void givenRange_whenRead_thenOnlyItsSlicesAreFetched() throws IOException {
    assertThat(read(BIG, "bytes=250-449", RequestDirectives.none()))
        .isEqualTo(Arrays.copyOfRange(big, 250, 450));

    assertThat(upstream.requests())
        .extracting(r -> r.range().start())
        .containsExactly(200L, 300L, 400L);
  }

  @Test
  void givenSuffix_whenReadOfAnUnknownObject_thenTheFirstSliceTellsTheLength() throws IOException {
    assertThat(read(BIG, "bytes=-50", RequestDirectives.none()))
        .isEqualTo(Arrays.copyOfRange(big, 1000, 1050));

    assertThat(upstream.requests()).extracting(r -> r.range().start()).containsExactly(0L, 1000L);
  }

  @Test
  void givenRangePastTheEnd_whenOpened_thenIsUnsatisfiable() {
    var opened = open(BIG, "bytes=5000-", RequestDirectives.none());

    assertThat(((Opened.Present) opened).object().selection())
        .isEqualTo(new Selection.Unsatisfiable());
  }

  @Test
  void givenEmptyObject_whenOpened_thenItsLengthIsZero() {
    var path = "patches/" + Digest.sha256(new byte[0]).hex();
    upstream.put(path, new byte[0]);

    var opened = open(path, "", RequestDirectives.none());

    assertThat(((Opened.Present) opened).object().lengthBytes()).isZero();
  }

  @Test
  void givenManyReadersAtOnce_whenReading_thenEachSliceIsFetchedOnce() throws Exception {
    var gate = upstream.hold();
    var ready = new CountDownLatch(50);
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<byte[]>>();
      for (var i = 0; i < 50; i++) {
        tasks.add(
            () -> {
              ready.countDown();
              return read(BIG);
            });
      }
      var results = tasks.stream().map(readers::submit).toList();
      assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
      gate.countDown();
      for (var result : results) {
        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(big);
      }
    }
    assertThat(upstream.requests()).hasSize(11).doesNotHaveDuplicates();
  }

  @Test
  void givenSliceThatCameSinceItWasFoundMissing_whenObtained_thenAsksNobodyAgain()
      throws IOException {
    assertThat(read(BIG)).isEqualTo(big);

    var obtained = cache.obtain(key(BIG, 0), false);

    assertThat(obtained.outcome()).isInstanceOf(FillOutcome.Filled.class);
    assertThat(obtained.started()).isFalse();
    assertThat(upstream.requests()).hasSize(11).doesNotHaveDuplicates();
  }

  @Test
  void givenUpstreamAway_whenManyWait_thenAllAreTold() throws Exception {
    var gate = upstream.hold();
    upstream.setAway(true);
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Opened> task = () -> open(BIG, "", RequestDirectives.none());
      var results = Stream.generate(() -> readers.submit(task)).limit(20).toList();
      gate.countDown();
      for (var result : results) {
        assertThat(result.get(10, TimeUnit.SECONDS)).isInstanceOf(Opened.Failed.class);
      }
    }
  }

  @Test
  void givenTimestamp_whenItGetsOldOrIsForced_thenIsRefreshedAtMostOnceASecond()
      throws IOException {
    assertThat(read(TIMESTAMP)).isEqualTo(ONE);
    upstream.put(TIMESTAMP, TWO);

    clock.advance(Duration.ofSeconds(59));
    assertThat(read(TIMESTAMP)).isEqualTo(ONE);
    clock.advance(Duration.ofSeconds(1));
    assertThat(read(TIMESTAMP)).isEqualTo(TWO);
    assertThat(read(TIMESTAMP, "", RequestDirectives.checked())).isEqualTo(TWO);
    assertThat(upstream.requests()).hasSize(2);

    clock.advance(Duration.ofSeconds(1));
    assertThat(read(TIMESTAMP, "", RequestDirectives.checked())).isEqualTo(TWO);
    assertThat(upstream.requests()).hasSize(3);
    assertThat(upstream.requests().getLast().noCache()).isTrue();
  }

  @Test
  void givenDamagedTimestamp_whenForcedWithinTheSecond_thenIsFetchedAgain() throws IOException {
    assertThat(read(TIMESTAMP)).isEqualTo(ONE);
    flip(TIMESTAMP, 0);

    assertThat(read(TIMESTAMP, "", RequestDirectives.checked())).isEqualTo(ONE);
    assertThat(upstream.requests()).hasSize(2);
    assertThat(upstream.requests().getLast().noCache()).isFalse();
  }

  @Test
  void givenUpstreamAway_whenTheTimestampIsOld_thenIsServedStaleAndSaysSo() {
    assertThat(open(TIMESTAMP, "", RequestDirectives.none())).isInstanceOf(Opened.Present.class);
    clock.advance(Duration.ofHours(2));
    upstream.setAway(true);

    var opened = open(TIMESTAMP, "", RequestDirectives.none());

    assertThat(((Opened.Present) opened).object().isStale()).isTrue();
  }

  @Test
  void givenMissingRootVersion_whenAskedAgain_thenAbsenceIsBelievedForAMinuteAndNeverStale() {
    assertThat(open(ROOT_2, "", RequestDirectives.none())).isInstanceOf(Opened.Missing.class);
    clock.advance(Duration.ofSeconds(59));
    assertThat(open(ROOT_2, "", RequestDirectives.none())).isInstanceOf(Opened.Missing.class);
    assertThat(upstream.requests()).hasSize(1);

    clock.advance(Duration.ofSeconds(1));
    upstream.setAway(true);
    assertThat(open(ROOT_2, "", RequestDirectives.none())).isInstanceOf(Opened.Failed.class);

    upstream.setAway(false);
    upstream.put(ROOT_2, FakeUpstream.metadata("root", 2));
    assertThat(open(ROOT_2, "", RequestDirectives.none())).isInstanceOf(Opened.Present.class);
  }

  @Test
  void givenSliceFlippedHere_whenCheckedCopyIsWanted_thenExactlyThatSliceIsFetchedPlainly()
      throws IOException {
    assertThat(read(BIG)).isEqualTo(big);
    flip(BIG, 3);
    assertThat(read(BIG)).isNotEqualTo(big);

    assertThat(read(BIG, "", RequestDirectives.checked())).isEqualTo(big);

    assertThat(upstream.requests()).hasSize(12);
    var last = upstream.requests().getLast();
    assertThat(last.range().start()).isEqualTo(300);
    assertThat(last.noCache()).isFalse();
  }

  @Test
  void givenSliceThatCameBad_whenCheckedCopyIsWanted_thenUpstreamIsAskedOncePerMinute()
      throws IOException {
    var bad = big.clone();
    bad[250] ^= 1;
    upstream.put(BIG, bad);
    assertThat(read(BIG)).isEqualTo(bad);
    upstream.put(BIG, big);

    assertThat(read(BIG, "bytes=200-299", RequestDirectives.checked()))
        .isEqualTo(Arrays.copyOfRange(big, 200, 300));
    assertThat(read(BIG, "bytes=200-299", RequestDirectives.checked()))
        .isEqualTo(Arrays.copyOfRange(big, 200, 300));

    assertThat(upstream.requests()).hasSize(12);
    assertThat(upstream.requests().getLast().noCache()).isTrue();
    clock.advance(Duration.ofMinutes(1));
    assertThat(read(BIG, "bytes=200-299", RequestDirectives.checked())).hasSize(100);
    assertThat(upstream.requests()).hasSize(13);
  }

  @Test
  void givenRightSmallObject_whenCheckedCopyIsWanted_thenUpstreamIsNotAsked() throws IOException {
    var bytes = "small".getBytes(UTF_8);
    var path = "patches/" + Digest.sha256(bytes).hex();
    upstream.put(path, bytes);
    assertThat(read(path)).isEqualTo(bytes);

    assertThat(read(path, "", RequestDirectives.checked())).isEqualTo(bytes);

    assertThat(upstream.requests()).hasSize(1);
  }

  @Test
  void givenUpstreamThatSendsOtherBytes_whenFilling_thenAsksForACheckedCopyAndStoresNothing() {
    var path = "patches/" + "00".repeat(32);
    upstream.put(path, "other".getBytes(UTF_8));

    assertThat(open(path, "", RequestDirectives.none())).isInstanceOf(Opened.Failed.class);
    assertThat(upstream.requests()).extracting(FetchRequest::noCache).containsExactly(false, true);
    assertThat(store.size()).isZero();
  }

  @Test
  void givenPortalThatAnswersEverythingWithAWebPage_whenItGoesAway_thenNothingOfItIsLeft()
      throws IOException {
    for (var path : List.of(ROOT_2, TIMESTAMP, BIG)) {
      upstream.put(path, PAGE);
    }
    for (var path : List.of(ROOT_2, TIMESTAMP, BIG)) {
      assertThat(open(path, "", RequestDirectives.none())).isInstanceOf(Opened.Failed.class);
    }
    assertThat(store.size()).isZero();
    assertThat(cache.bodiesRefused()).isEqualTo(6);

    upstream.remove(ROOT_2);
    upstream.put(TIMESTAMP, ONE);

    assertThat(open(ROOT_2, "", RequestDirectives.none())).isInstanceOf(Opened.Missing.class);
    assertThat(read(TIMESTAMP)).isEqualTo(ONE);
  }

  @Test
  void givenBogusRootOfAnEarlierVersion_whenDoubtedAndUpstreamHasNone_thenIsGoneForGood()
      throws IOException {
    keep(ROOT_2, PAGE);
    assertThat(read(ROOT_2)).isEqualTo(PAGE);

    var opened = open(ROOT_2, "", RequestDirectives.checked());

    assertThat(((Opened.Present) opened).object().slice(0)).isInstanceOf(SliceRead.Gone.class);
    assertThat(open(ROOT_2, "", RequestDirectives.none())).isInstanceOf(Opened.Missing.class);
    assertThat(store.size()).isZero();
  }

  @Test
  void givenFileCutShortOnDisk_whenRead_thenIsFetchedAgain() throws IOException {
    assertThat(read(BIG)).isEqualTo(big);
    Files.write(store.find(key(BIG, 4)).orElseThrow().findFile().orElseThrow(), new byte[10]);

    assertThat(read(BIG)).isEqualTo(big);
    assertThat(upstream.requests()).hasSize(12);
  }

  @Test
  void givenStoreThatCannotBeWritten_whenManyRead_thenAllHaveWhatUpstreamHas() throws Exception {
    var partials = directory.resolve("partial");
    Files.delete(partials);
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<byte[]> task = () -> read(BIG);
      for (var result : Stream.generate(() -> readers.submit(task)).limit(20).toList()) {
        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(big);
      }
    }
    assertThat(cache.fillsUnderWay()).isZero();
    assertThat(store.size()).isZero();
    assertThat(store.problem()).isPresent();

    Files.createDirectory(partials);
    clock.advance(Duration.ofMinutes(2));

    assertThat(read(BIG, "", RequestDirectives.checked())).isEqualTo(big);
  }

  @Test
  void givenMoreFillsThanMayLeave_whenClosed_thenThoseUnderWayAndThoseQueuedAreTold()
      throws Exception {
    var _ = upstream.hold();
    try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          LongStream.range(0, 20)
              .mapToObj(slice -> "bytes=%d-%d".formatted(slice * 100, slice * 100))
              .map(range -> readers.submit(() -> open(BIG, range, RequestDirectives.none())))
              .toList();
      await().until(() -> cache.fillsQueued() == 16 && upstream.requests().size() == 4);

      cache.close();

      for (var result : results) {
        assertThat(result.get(10, TimeUnit.SECONDS)).isInstanceOf(Opened.Failed.class);
      }
    }
    assertThat(upstream.requests()).hasSize(4);
    assertThat(cache.fillsQueued()).isZero();
    assertThat(cache.fillsUnderWay()).isZero();
  }

  /// Puts an object into the store unseen.
  private void keep(String path, byte[] bytes) {
    try (var writer = store.begin(key(path, 0))) {
      writer.begin(new ObjectFacts(bytes.length, bytes.length, "text/html", Duration.ZERO));
      writer.write(bytes, 0, bytes.length);
      var _ = writer.commit(writer.checksum(), clock.instant());
    }
  }

  private Opened open(String path, String range, RequestDirectives directives) {
    return cache.open(ObjectPath.of(path).orElseThrow(), RangeHeader.parse(range), directives);
  }

  private byte[] read(String path) throws IOException {
    return read(path, "", RequestDirectives.none());
  }

  private byte[] read(String path, String range, RequestDirectives directives) throws IOException {
    var opened = open(path, range, directives);
    assertThat(opened).isInstanceOf(Opened.Present.class);
    var object = ((Opened.Present) opened).object();
    var wanted =
        object.selection() instanceof Selection.Part(var part)
            ? part
            : ByteRange.whole(object.lengthBytes());
    var bytes = ByteBuffer.allocate((int) wanted.lengthBytes());
    for (var slice : cache.slicing().covering(wanted, object.lengthBytes())) {
      var read = object.slice(slice.index());
      assertThat(read).isInstanceOf(SliceRead.Ready.class);
      try (var channel = ((SliceRead.Ready) read).bytes()) {
        var part = slice.within(wanted);
        var piece = ByteBuffer.allocate((int) part.lengthBytes());
        assertThat(channel.read(piece, part.start())).isEqualTo(piece.capacity());
        bytes.put(piece.flip());
      }
    }
    return bytes.array();
  }

  private void flip(String path, long index) throws IOException {
    var file = store.find(key(path, index)).orElseThrow().findFile().orElseThrow();
    var bytes = Files.readAllBytes(file);
    bytes[1] ^= 0x10;
    Files.write(file, bytes);
  }

  private static SliceKey key(String path, long index) {
    return new SliceKey(ObjectPath.of(path).orElseThrow(), index);
  }

  private static byte[] randomBytes(int count) {
    var bytes = new byte[count];
    new SplittableRandom(1).nextBytes(bytes);
    return bytes;
  }
}
