package dev.sluice.rollout.policy;

import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.Next;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.Selector;
import dev.sluice.rollout.gate.Gate;
import java.time.Duration;
import java.util.List;

/// How one ring takes a release.
///
/// @param name as [Ring#NAME_SYNTAX] says
/// @param selector which devices belong to the ring, unless an earlier ring has them already
/// @param wavesPpm share of the ring that is admitted by each wave, in millionths, rising, the last
///     is
///     1,000,000
/// @param soak how long the gate must stay open before the next wave; zero goes on at once
/// @param pullWindow over which the devices of a wave spread their start; zero starts all at once
/// @param silentAfter how long after the end of a wave's window, and the longest wait for a
///     maintenance window, its devices may take to answer; then those that have not are silent
/// @param approval whether a person has to approve its first wave
/// @param gate what opens the next wave
/// @param install when its devices may switch
/// @param pace how fast the admitted share rises within a wave
public record RingPolicy(
    String name,
    Selector selector,
    List<Long> wavesPpm,
    Duration soak,
    Duration pullWindow,
    Duration silentAfter,
    boolean approval,
    Gate gate,
    InstallTimes install,
    Pace pace) {
  /// The share that is a whole ring.
  public static final long WHOLE_PPM = Admission.WHOLE_PPM;

  /// An hour: longer than any device that is switched on takes, shorter than a working day.
  public static final Duration DEFAULT_SILENT_AFTER = Duration.ofHours(1);

  private static final Duration MAX_SILENT_AFTER = Duration.ofDays(90);
  private static final int WAVES_LIMIT = 100;

  /// Checks the waves and durations.
  public RingPolicy {
    wavesPpm = List.copyOf(wavesPpm);
    if (!Ring.isName(name)) {
      throw new IllegalArgumentException("expected " + Ring.NAME_SYNTAX + ", got \"" + name + "\"");
    }
    requireRising(name, wavesPpm);
    if (soak.isNegative()) {
      throw new IllegalArgumentException(
          "ring " + name + ": soak must not be negative, got " + soak);
    }
    if (silentAfter.isNegative() || silentAfter.compareTo(MAX_SILENT_AFTER) > 0) {
      throw new IllegalArgumentException(
          "ring %s: devices must be silent after up to %s, got %s"
              .formatted(name, MAX_SILENT_AFTER, silentAfter));
    }
    if (pullWindow.isNegative()
        || pullWindow.compareTo(NextRelease.MAX_WINDOW) > 0
        || pullWindow.toNanos() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          "ring %s: pull window must be whole milliseconds up to %s, got %s"
              .formatted(name, NextRelease.MAX_WINDOW, pullWindow));
    }
  }

  /// A ring whose devices may switch at any time, and whose waves are admitted whole.
  public RingPolicy(
      String name,
      Selector selector,
      List<Long> wavesPpm,
      Duration soak,
      Duration pullWindow,
      Duration silentAfter,
      boolean approval,
      Gate gate) {
    this(
        name,
        selector,
        wavesPpm,
        soak,
        pullWindow,
        silentAfter,
        approval,
        gate,
        new InstallTimes.Anytime(),
        new Pace.Unlimited());
  }

  /// The ring as a rings document has it.
  public Ring toRing(Current current, Next next) {
    return new Ring(name, selector, current, next, install);
  }

  /// How long a device may take to answer, from its wave's beginning.
  ///
  /// @param passages how many floor releases are before it: each takes as long as any release
  public Duration longestAnswer(int passages) {
    Duration oneRelease = install.longestWait().plus(silentAfter);
    return pullWindow.plus(oneRelease.multipliedBy(1L + passages));
  }

  private static void requireRising(String name, List<Long> wavesPpm) {
    if (wavesPpm.isEmpty() || wavesPpm.size() > WAVES_LIMIT || wavesPpm.getLast() != WHOLE_PPM) {
      throw new IllegalArgumentException(
          "ring %s: waves must be 1 to %d shares, the last the whole ring, got %s"
              .formatted(name, WAVES_LIMIT, wavesPpm));
    }
    long previous = 0;
    for (long share : wavesPpm) {
      if (share <= previous) {
        throw new IllegalArgumentException(
            "ring " + name + ": the shares of waves must rise from above 0, got " + wavesPpm);
      }
      previous = share;
    }
  }
}
