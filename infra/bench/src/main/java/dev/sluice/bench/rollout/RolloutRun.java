package dev.sluice.bench.rollout;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.announcement.Announcement;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.notifier.topology.NotifierQueries;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Takes releases through three rings and looks at the clock.
final class RolloutRun implements AutoCloseable {
  private static final List<String> RINGS = List.of("canary", "early", "broad");
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /// Each look is a question to the API that costs what some confirmations do.
  private static final long LOOK_NANOS = 10_000_000;
  private static final Digest MANIFEST = Digest.sha256(new byte[] {1});

  /// Gates that wait for every device, so that all of the evidence is there when they fire.
  private static final String POLICY =
      """
      delta-wait: 0s
      rings:
        - {name: canary, selector: {tag: canary}, soak: 0s, pull-window: 0s, gate: {confirmed: 100%}}
        - {name: early, selector: {tag: early}, soak: 0s, pull-window: 0s, gate: {confirmed: 100%}}
        - {name: broad, selector: {everyone: true}, soak: 0s, pull-window: 0s, gate: {confirmed: 100%}}
      """;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Stamp stamp;
  private final Devices devices;
  private final Load load;
  private final NotifierQueries queries;
  private final EventFollower announcements;
  private final Map<String, Long> announcedAt = new ConcurrentHashMap<>();
  private long policyVersion;

  RolloutRun(Stamp stamp, Devices devices, Load load) {
    this.stamp = stamp;
    this.devices = devices;
    this.load = load;
    this.queries = stamp.notifier().queries();
    this.announcements = EventFollower.start(stamp.kafka(), Topic.ANNOUNCEMENTS, this::announced);
  }

  private void announced(StampedEvent<Announcement> stamped) {
    if (stamped.event() instanceof WaveAnnounced wave) {
      announcedAt.putIfAbsent(wave.rollout() + "/" + wave.ring(), System.nanoTime());
    }
  }

  /// What one rollout showed.
  ///
  /// @param firstWave from the accepted policy to the first wave's announcement
  /// @param gates from the last confirmation of a ring on Kafka to the next ring's announcement, or
  ///     to the end
  /// @param perSecond confirmations counted per second in the last ring
  /// @param processorMicros processor time of the whole process for each of them, in microseconds:
  ///     notifier, broker and load, on all cores
  /// @param visibleNanos from each confirmation on Kafka to its place in the counter that is asked
  ///     for, ascending
  record Result(
      Duration firstWave,
      List<Duration> gates,
      double perSecond,
      double processorMicros,
      List<Long> visibleNanos) {
    /// The delay that this share of the confirmations did not exceed.
    Duration visible(double share) {
      return Duration.ofNanos(visibleNanos.get((int) ((visibleNanos.size() - 1) * share)));
    }
  }

  /// Takes one release through.
  ///
  /// @param perSecond confirmations sent per second; 0 sends as fast as it goes
  Result run(long counter, int perSecond)
      throws UndeliveredEventException, InterruptedException, ExecutionException {
    var rollout = new RolloutId(Devices.PRODUCT, counter);
    List<List<ProducerRecord<String, byte[]>>> confirmations = new ArrayList<>();
    for (IntStream ring : devices.rings()) {
      confirmations.add(
          Load.records(ring, device -> devices.confirmation(device, counter, Instant.now())));
    }
    policyVersion++;
    stamp.producer().send(new PolicyApplied(Devices.PRODUCT, policyVersion, POLICY, "bench", ""));
    long accepted = System.nanoTime();
    stamp.producer().send(released(counter));
    Duration firstWave = Duration.ofNanos(awaitAnnounced(rollout, 0) - accepted);
    List<Duration> gates = new ArrayList<>();
    double rate = 0;
    double micros = 0;
    List<Long> visible = List.of();
    for (int ring = 0; ring < RINGS.size(); ring++) {
      long before = PROCESS.getProcessCpuTime();
      Seen seen = confirm(rollout, ring, confirmations.get(ring), perSecond);
      long fired = ring == RINGS.size() - 1 ? awaitEnd(rollout) : awaitAnnounced(rollout, ring + 1);
      gates.add(Duration.ofNanos(fired - seen.lastSent()));
      rate = seen.perSecond();
      micros = (PROCESS.getProcessCpuTime() - before) / 1e3 / seen.size();
      visible = seen.delays();
    }
    return new Result(firstWave, gates, rate, micros, visible);
  }

  private ReleaseSigned released(long counter) {
    return new ReleaseSigned(
        Devices.release(counter),
        counter,
        0,
        MANIFEST,
        new MetadataVersions(1, 1),
        StartRequest.AS_POLICY,
        policyVersion);
  }

  /// What one ring's confirmations were seen to do, by the clock of [System#nanoTime()].
  private static final class Seen {
    private final long start;
    private final long[] sent;
    private final long[] counted;

    /// @param sent when the broker had each confirmation, ascending
    /// @param counted when the counter reached each number, ascending
    Seen(long start, long[] sent, long[] counted) {
      this.start = start;
      this.sent = sent;
      this.counted = counted;
    }

    int size() {
      return counted.length;
    }

    long lastSent() {
      return sent[sent.length - 1];
    }

    double perSecond() {
      return counted.length * 1e9 / (counted[counted.length - 1] - start);
    }

    List<Long> delays() {
      long[] delays = new long[counted.length];
      for (int i = 0; i < delays.length; i++) {
        delays[i] = Math.max(0, counted[i] - sent[i]);
      }
      Arrays.sort(delays);
      return Arrays.stream(delays).boxed().toList();
    }
  }

  private Seen confirm(
      RolloutId rollout, int ring, List<ProducerRecord<String, byte[]>> records, int perSecond)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    try (var executor = Executors.newSingleThreadExecutor()) {
      Future<long[]> sent = executor.submit(() -> load.send(records, perSecond));
      long[] counted = watch(rollout, ring, records.size());
      return new Seen(start, sent.get(), counted);
    }
  }

  private long[] watch(RolloutId rollout, int ring, int most) {
    long[] times = new long[most];
    int seen = 0;
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (seen < most) {
      long confirmed =
          find(rollout).map(s -> s.rings().get(ring)).map(RingProgress::confirmed).orElse(0L);
      long now = System.nanoTime();
      while (seen < confirmed) {
        times[seen++] = now;
      }
      requireInTime(limit, "confirmations of " + RINGS.get(ring) + ", counted " + seen);
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return times;
  }

  private Optional<RolloutSnapshot> find(RolloutId rollout) {
    try {
      return queries.rollout(rollout);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private long awaitAnnounced(RolloutId rollout, int ring) {
    long limit = System.nanoTime() + LIMIT.toNanos();
    String key = rollout + "/" + RINGS.get(ring);
    while (!announcedAt.containsKey(key)) {
      requireInTime(limit, "announcement of " + key);
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return announcedAt.get(key);
  }

  private long awaitEnd(RolloutId rollout) {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (find(rollout).filter(s -> s.state().equals("completed")).isEmpty()) {
      requireInTime(limit, "end of " + rollout);
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return System.nanoTime();
  }

  private static void requireInTime(long limit, String what) {
    if (System.nanoTime() > limit) {
      throw new IllegalStateException("did not come within " + LIMIT + ": " + what);
    }
  }

  @Override
  public void close() {
    announcements.close();
  }
}
