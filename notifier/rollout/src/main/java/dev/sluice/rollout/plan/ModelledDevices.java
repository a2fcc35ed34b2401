package dev.sluice.rollout.plan;

import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.safeguard.HeldDevices;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.count.RingTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// What the devices do in one run: who is admitted starts in its place of the window, and answers
/// after a time that is drawn from those which were observed. Times are milliseconds since the
/// start
/// of the run.
final class ModelledDevices {
  private static final int RING_BITS = 7;
  private static final long FAILED = 1;
  private static final double WHOLE_PPM = 1e6;

  private final PlannedFleet fleet;
  private final long[] times;
  private final long failedPpm;
  private final RandomGenerator random;
  private final int[] told;
  private final long[] confirmed;
  private final long[] failed;

  /// Answers to come, a sorted batch for each document that admitted devices: time, ring and
  /// whether
  /// it is a failure in one number.
  private final List<long[]> batches = new ArrayList<>();

  private final List<Integer> heads = new ArrayList<>();

  /// When devices started, for those who ask how many had.
  private final List<long[]> starts = new ArrayList<>();

  /// @param times evenly through the distribution of observed times
  ModelledDevices(PlannedFleet fleet, long[] times, long failedPpm, RandomGenerator random) {
    this.fleet = fleet;
    this.times = times.clone();
    this.failedPpm = failedPpm;
    this.random = random;
    this.told = new int[fleet.rings().size()];
    this.confirmed = new long[fleet.rings().size()];
    this.failed = new long[fleet.rings().size()];
  }

  /// Who hears of pulls.
  interface Pulls {
    /// @param thing of [Downloads]
    void pulled(long atMillis, int node, int thing);
  }

  /// Shows them a signed document.
  void learn(RingsDocument document, Instant startedAt, long nowMillis, Pulls pulls) {
    long[] answers = new long[admitted(document)];
    long[] started = new long[answers.length];
    int starting = 0;
    int answering = 0;
    for (int ring = 0; ring < document.rings().size(); ring++) {
      int upTo = admitted(document.rings().get(ring), ring);
      for (; told[ring] < upTo; told[ring]++) {
        NextRelease next = document.rings().get(ring).findNext().orElseThrow();
        long start =
            Math.max(
                nowMillis, start(fleet.rings().get(ring), told[ring], next, startedAt, nowMillis));
        int source = fleet.rings().get(ring).source(told[ring]);
        if (source != PlannedFleet.OFF) {
          started[starting++] = start;
          answers[answering++] = answer(pull(start, source, pulls), ring);
        }
      }
    }
    if (answering > 0) {
      long[] batch = Arrays.copyOf(answers, answering);
      Arrays.sort(batch);
      batches.add(batch);
      heads.add(0);
      starts.add(Arrays.copyOf(started, starting));
    }
  }

  /// Lets a device pull all that is on its way, each once what was before it is installed.
  ///
  /// @return when it begins with the last
  private long pull(long start, int source, Pulls pulls) {
    Downloads downloads = fleet.downloads();
    int way = PlannedFleet.way(source);
    long at = start;
    for (int step = 0; step < downloads.steps(way); step++) {
      at += step == 0 ? 0 : times[random.nextInt(times.length)];
      pulls.pulled(at, PlannedFleet.node(source), downloads.thing(way, step));
    }
    return at;
  }

  private static long start(
      PlannedRing ring, int device, NextRelease next, Instant startedAt, long nowMillis) {
    Instant now = startedAt.plusMillis(nowMillis);
    return ring.draw(device).startAt(next.windowStart(), next.window(), now).toEpochMilli()
        - startedAt.toEpochMilli();
  }

  private long answer(long start, int ring) {
    long at = start + times[random.nextInt(times.length)];
    boolean fails = failedPpm > 0 && random.nextDouble() * WHOLE_PPM < failedPpm;
    return at << RING_BITS | (long) ring << 1 | (fails ? FAILED : 0);
  }

  /// How many devices a document admits that were not told yet.
  private int admitted(RingsDocument document) {
    int admitted = 0;
    for (int ring = 0; ring < document.rings().size(); ring++) {
      admitted += Math.max(0, admitted(document.rings().get(ring), ring) - told[ring]);
    }
    return admitted;
  }

  private int admitted(Ring ring, int index) {
    return ring.findNext()
        .filter(next -> next.state() == NextState.ADMITTING)
        .map(next -> fleet.rings().get(index).admitted(next.sharePpm()))
        .orElse(0);
  }

  /// When the next answer comes; [Long#MAX_VALUE] if none does.
  long nextAnswer() {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < batches.size(); i++) {
      if (heads.get(i) < batches.get(i).length) {
        next = Math.min(next, batches.get(i)[heads.get(i)] >> RING_BITS);
      }
    }
    return next;
  }

  /// Takes in the answers up to a time.
  void answer(long nowMillis) {
    for (int i = 0; i < batches.size(); i++) {
      long[] batch = batches.get(i);
      int head = heads.get(i);
      for (; head < batch.length && batch[head] >> RING_BITS <= nowMillis; head++) {
        int ring = (int) (batch[head] & ((1 << RING_BITS) - 1)) >> 1;
        if ((batch[head] & FAILED) == 0) {
          confirmed[ring]++;
        } else {
          failed[ring]++;
        }
      }
      heads.set(i, head);
    }
  }

  /// How the rings count under a document, as the notifier's partitions would. Who passes through
  /// floor releases is that of the beginning: the longest way is that of the whole run.
  Map<String, RingReport> reports(RingsDocument document) {
    Map<String, RingReport> reports = new TreeMap<>();
    for (int i = 0; i < document.rings().size(); i++) {
      Ring ring = document.rings().get(i);
      PlannedRing planned = fleet.rings().get(i);
      long admitted = ring.findNext().map(next -> planned.admitted(next.sharePpm())).orElse(0);
      if (planned.devices() > 0) {
        RingCounts counts =
            admitted == 0
                ? new RingCounts(planned.devices(), 0, 0, 0, 0)
                : new RingCounts(planned.devices(), admitted, confirmed[i], failed[i], 0);
        reports.put(
            ring.name(),
            new RingReport(
                counts, FailureCauses.NONE, RingTimes.NONE, HeldDevices.NONE, planned.passages()));
      }
    }
    return reports;
  }

  long confirmed(int ring) {
    return confirmed[ring];
  }

  /// How many devices had started by a time.
  long startedBy(long atMillis) {
    return starts.stream().flatMapToLong(Arrays::stream).filter(start -> start <= atMillis).count();
  }
}
