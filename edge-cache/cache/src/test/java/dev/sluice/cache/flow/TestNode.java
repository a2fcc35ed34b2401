package dev.sluice.cache.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.fill.CameBytes;
import dev.sluice.cache.fill.FillEffect;
import dev.sluice.cache.fill.Fills;
import dev.sluice.cache.fill.JudgedAnswer;
import dev.sluice.cache.fill.MetadataFile;
import dev.sluice.cache.fill.Wanted;
import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.KeptSlice;
import dev.sluice.cache.holding.SliceIndex;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.request.RangeHeader;
import dev.sluice.cache.request.RequestDirectives;
import dev.sluice.cache.slice.ByteRange;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import dev.sluice.cache.upstream.ObjectFacts;
import dev.sluice.testkit.Fault;
import dev.sluice.testkit.Faults;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// A node of which everything but the core is simulated. What is due happens in any order.
///
/// Judged as it runs: upstream is asked at most once per slice at a time, and for so many at most;
/// a client gets exactly the bytes of an object that the node could check, unless they rotted here.
final class TestNode {
  private static final Slicing SLICING = new Slicing(100);
  private static final int MAX_FETCHES = 4;
  private static final Duration MAX_QUEUED = Duration.ofSeconds(10);

  private final Seeded chance;
  private final Map<ObjectPath, byte[]> objects = new LinkedHashMap<>();
  private final SliceIndex<KeptSlice> index;
  private final Fills<KeptSlice, TestClient> fills;
  private final RequestFlow<KeptSlice> flow;

  private final List<Runnable> due = new ArrayList<>();
  private final Set<SliceKey> asked = new HashSet<>();
  private final Map<SliceKey, byte[]> arrived = new HashMap<>();
  private final Map<SliceKey, byte[]> disk = new HashMap<>();
  private final Set<SliceKey> rotten = new HashSet<>();

  private Faults faults;
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private int waiting;

  TestNode(Seeded seed, Faults faults) {
    this.chance = seed;
    this.faults = faults;
    this.index = new SliceIndex<>(seed.between(300, 5_000));
    this.fills = new Fills<>(index, SLICING, MAX_FETCHES, MAX_QUEUED);
    this.flow = new RequestFlow<>(SLICING, FreshnessRules.DEFAULT, index, fills);
    put("metadata/timestamp.json", MetadataFile.of("timestamp", 7, 90));
    put("metadata/2.root.json", MetadataFile.of("root", 2, 150));
    put("metadata/1.snapshot.json", MetadataFile.of("snapshot", 1, 80));
    putNamed(new byte[0]);
    for (int i = 0; i < 3; i++) {
      putNamed(seed.bytesOfLength((int) seed.between(1, 100)));
      putNamed(seed.bytesOfLength((int) seed.between(101, 700)));
    }
  }

  private void putNamed(byte[] bytes) {
    put("patches/" + Digest.sha256(bytes).hex(), bytes);
  }

  private void put(String path, byte[] bytes) {
    objects.put(ObjectPath.of(path).orElseThrow(), bytes);
  }

  /// A client comes, wants something, and may have left before it gets it.
  void request() {
    var path = chance.pick(List.copyOf(objects.keySet()));
    var directives = chance.chance(0.2) ? RequestDirectives.checked() : RequestDirectives.none();
    due.add(() -> new TestClient(this, path, range(path), directives, chance.chance(0.1)).start());
  }

  private RangeHeader range(ObjectPath path) {
    if (chance.nextBoolean()) {
      return RangeHeader.absent();
    }
    long first = chance.between(0, content(path).length + 150L);
    return RangeHeader.parse("bytes=%d-%d".formatted(first, first + chance.between(0, 400)));
  }

  /// Ends: a client asks for finitely many slices, and each a few times at most.
  void runAll() {
    while (!due.isEmpty()) {
      now = now.plusMillis(chance.between(0, 5_000));
      due.remove(chance.nextInt(due.size())).run();
    }
  }

  void endFaults() {
    faults = Faults.none();
  }

  /// Each object can be had now; who gets wrong bytes asks again with `no-cache`, as devices do.
  void readEverything() {
    for (var path : objects.keySet()) {
      now = now.plus(Duration.ofMinutes(2));
      var wanted = content(path);
      var got = read(path, RequestDirectives.none());
      for (int attempt = 0; attempt < 3 && !Arrays.equals(wanted, got.orElse(null)); attempt++) {
        now = now.plus(Duration.ofMinutes(2));
        got = read(path, RequestDirectives.checked());
      }
      assertThat(got).as(path.value()).hasValueSatisfying(b -> assertThat(b).isEqualTo(wanted));
    }
  }

  private Optional<byte[]> read(ObjectPath path, RequestDirectives directives) {
    var client = new TestClient(this, path, RangeHeader.absent(), directives, false);
    client.start();
    runAll();
    return client.received();
  }

  /// Nobody waits, nothing is under way, and every slice could be asked for anew.
  void requireIdle() {
    assertThat(waiting).isZero();
    assertThat(asked).isEmpty();
    assertThat(fills.underWay()).isZero();
    assertThat(fills.queued()).isZero();
    for (var path : objects.keySet()) {
      for (long number = 0; number < 8; number++) {
        var key = new SliceKey(path, number);
        assertThat(fills.want(key, true, idle(path), now).started()).isTrue();
        assertThat(fills.lost(key, "over", now)).hasSize(1);
      }
    }
  }

  private TestClient idle(ObjectPath path) {
    return new TestClient(this, path, RangeHeader.absent(), RequestDirectives.none(), false);
  }

  RequestFlow<KeptSlice> flow() {
    return flow;
  }

  Slicing slicing() {
    return SLICING;
  }

  Instant now() {
    return now;
  }

  byte[] content(ObjectPath path) {
    return objects.getOrDefault(path, new byte[0]);
  }

  void came() {
    waiting++;
  }

  void answered() {
    waiting--;
  }

  void later(Runnable step) {
    due.add(step);
  }

  boolean strikes(Fault fault) {
    return faults.strikes(fault, chance);
  }

  /// @return whether the fill was begun for this client
  boolean want(SliceKey key, boolean noCache, TestClient client) {
    return perform(fills.want(key, noCache, client, now));
  }

  Optional<Boolean> confirm(SliceKey key, TestClient client) {
    return fills.confirm(key, client, now).map(this::perform);
  }

  boolean wantSoon(SliceKey key) {
    return perform(fills.wantSoon(key, now));
  }

  void leave(SliceKey key, TestClient client) {
    fills.leave(key, client);
  }

  /// The bytes of a slice, which may have rotted; empty if they are gone.
  Optional<byte[]> open(KeptSlice slice) {
    if (strikes(Fault.FLIPPED_BIT)) {
      rot(slice.key());
    }
    return Optional.ofNullable(disk.get(slice.key()));
  }

  private void rot(SliceKey key) {
    rotten.add(key);
    disk.computeIfPresent(key, (_, bytes) -> chance.withFlippedBit(bytes));
  }

  boolean isRotten(SliceKey key) {
    return rotten.contains(key);
  }

  /// Drops what differs from its checksum.
  Set<SliceKey> dropDamaged(List<SliceKey> keys) {
    var damaged = new HashSet<SliceKey>();
    for (var key : keys) {
      index
          .find(key)
          .filter(slice -> !slice.checksum().equals(Digest.sha256(bytesOf(slice))))
          .ifPresent(
              slice -> {
                damaged.add(key);
                drop(slice);
              });
    }
    return damaged;
  }

  void drop(KeptSlice slice) {
    if (index.drop(slice)) {
      disk.remove(slice.key());
      rotten.remove(slice.key());
    }
  }

  private byte[] bytesOf(KeptSlice slice) {
    return disk.getOrDefault(slice.key(), new byte[0]);
  }

  private boolean perform(Wanted<KeptSlice, TestClient> wanted) {
    perform(wanted.effects());
    return wanted.started();
  }

  private void perform(List<FillEffect<KeptSlice, TestClient>> effects) {
    for (var effect : effects) {
      switch (effect) {
        case FillEffect.Fetch<KeptSlice, TestClient>(var key, var request) -> fetch(key, request);
        case FillEffect.Keep<KeptSlice, TestClient> keep -> later(() -> keep(keep));
        case FillEffect.Wake<KeptSlice, TestClient>(var client, var outcome) ->
            later(() -> client.woken(outcome));
        case FillEffect.Drop<KeptSlice, TestClient>(var slice) -> drop(slice);
        case FillEffect.NoteWrongBytes<KeptSlice, TestClient> _,
            FillEffect.NoteGivenUp<KeptSlice, TestClient> _ -> {}
      }
    }
  }

  private void fetch(SliceKey key, FetchRequest request) {
    assertThat(asked.add(key)).as("asked for %s again", key).isTrue();
    assertThat(asked).hasSizeLessThanOrEqualTo(MAX_FETCHES);
    later(() -> answer(key, request));
  }

  private void answer(SliceKey key, FetchRequest request) {
    asked.remove(key);
    if (strikes(Fault.FULL_DISK)) {
      perform(fills.lost(key, "no space left", now));
      return;
    }
    var fetched = fetched(key, request);
    var bytes = arrived.getOrDefault(key, new byte[0]);
    perform(fills.fetched(key, JudgedAnswer.of(key, fetched, new CameBytes(bytes)), now));
  }

  private Fetched fetched(SliceKey key, FetchRequest request) {
    arrived.remove(key);
    if (strikes(Fault.UNAVAILABLE)) {
      return new Fetched.Unavailable("away", chance.nextBoolean());
    }
    if (strikes(Fault.LOSS)) {
      return new Fetched.Absent("no such object", Duration.ZERO);
    }
    var content = content(request.path());
    if (request.range().start() >= content.length) {
      return new Fetched.PastEnd(OptionalLong.of(content.length));
    }
    var range = request.range().intersection(ByteRange.whole(content.length));
    var bytes = Arrays.copyOfRange(content, (int) range.start(), (int) range.end());
    arrived.put(key, strikes(Fault.FLIPPED_BIT) ? chance.withFlippedBit(bytes) : bytes);
    return new Fetched.Found(
        new ObjectFacts(content.length, bytes.length, "text/x", Duration.ZERO));
  }

  private void keep(FillEffect.Keep<KeptSlice, TestClient> keep) {
    var key = keep.key();
    if (strikes(Fault.FULL_DISK)) {
      perform(fills.lost(key, "no space left", now));
      return;
    }
    var facts = keep.facts();
    var slice =
        new KeptSlice(
            key,
            facts.objectLengthBytes(),
            facts.contentType(),
            keep.bornAt(),
            facts.bodyLengthBytes(),
            keep.checksum());
    var entry = index.enter(slice, facts.bodyLengthBytes());
    disk.put(key, arrived.getOrDefault(key, new byte[0]));
    rotten.remove(key);
    entry.leaving().forEach(leaving -> disk.remove(leaving.key()));
    if (!entry.admitted()) {
      disk.remove(key);
    }
    perform(fills.kept(key, slice, now));
  }
}
