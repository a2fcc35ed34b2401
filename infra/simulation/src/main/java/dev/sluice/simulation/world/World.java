package dev.sluice.simulation.world;

import dev.sluice.testkit.Faults;
import dev.sluice.testkit.Seeded;
import dev.sluice.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.PriorityQueue;

/// Virtual time, and what is going to happen in it, one step after the other.
///
/// Steps of the same instant run in the order in which they were asked for, so one seed gives one
/// history. The latest lines of the trace are kept for the message of a failure; all of them go
/// into [#fingerprint()]. The system property `sluice.trace` set to `true` prints them all.
public final class World {
  private static final boolean PRINTS = Boolean.getBoolean("sluice.trace");
  private static final int TRACE_LIMIT = 60;

  private final VirtualClock clock = new VirtualClock();
  private final PriorityQueue<Step> steps = new PriorityQueue<>();
  private final ArrayDeque<String> trace = new ArrayDeque<>();
  private final Seeded seeded;
  private final Sabotage sabotage;

  private Faults faults;
  private long sequence;
  private long stepsRun;
  private int fingerprint;

  private record Step(Instant at, long sequence, Runnable action) implements Comparable<Step> {
    @Override
    public int compareTo(Step other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  /// An empty world.
  ///
  /// @param faults what goes wrong until [#endFaults()]
  /// @param sabotage which rule is broken on purpose
  public World(Seeded seeded, Faults faults, Sabotage sabotage) {
    this.seeded = seeded;
    this.faults = faults;
    this.sabotage = sabotage;
  }

  /// The present.
  public Instant now() {
    return clock.instant();
  }

  /// Where all chance comes from.
  public Seeded chance() {
    return seeded;
  }

  /// What goes wrong at present.
  public Faults faults() {
    return faults;
  }

  /// From now on nothing goes wrong any more.
  public void endFaults() {
    faults = Faults.none();
    trace("world", "faults end");
  }

  /// Whether a rule is broken on purpose.
  public boolean isSabotaged(Sabotage rule) {
    return sabotage == rule;
  }

  /// Has something happen at an instant, or now if that has passed.
  public void at(Instant instant, Runnable action) {
    var at = instant.isBefore(now()) ? now() : instant;
    steps.add(new Step(at, sequence++, action));
  }

  /// Has something happen after a while.
  public void after(Duration delay, Runnable action) {
    at(now().plus(delay), action);
  }

  /// Has something happen again and again, the first time after one interval.
  public void every(Duration interval, Runnable action) {
    after(
        interval,
        () -> {
          action.run();
          every(interval, action);
        });
  }

  /// Runs the next step if it is due before `end`; else moves the clock there.
  ///
  /// @return whether there was one
  public boolean runNext(Instant end) {
    var next = steps.peek();
    if (next == null || !next.at().isBefore(end)) {
      clock.set(end);
      return false;
    }
    steps.remove();
    clock.set(next.at());
    next.action().run();
    stepsRun++;
    return true;
  }

  /// How many steps have run.
  public long stepsRun() {
    return stepsRun;
  }

  /// Notes what somebody does.
  public void trace(String who, String what) {
    var line = now() + " " + who + ": " + what;
    fingerprint = 31 * fingerprint + line.hashCode();
    if (PRINTS) {
      System.out.println(line);
    }
    trace.addLast(line);
    if (trace.size() > TRACE_LIMIT) {
      trace.removeFirst();
    }
  }

  /// A number that differs between two histories.
  public int fingerprint() {
    return fingerprint;
  }

  /// The failure of an invariant, with what happened last.
  public AssertionError violation(String message) {
    return new AssertionError(
        message + "\nat " + now() + "; what happened last:\n" + String.join("\n", trace));
  }
}
