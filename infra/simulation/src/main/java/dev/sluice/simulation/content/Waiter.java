package dev.sluice.simulation.content;

import dev.sluice.cache.fill.FillOutcome;

/// Somebody who waits for a slice at an [EdgeShell]. Told once, by the fill or by the clock.
final class Waiter {
  private final AfterFill next;
  private boolean hasStarted;
  private boolean isTold;

  /// What follows the end of a fill.
  @FunctionalInterface
  interface AfterFill {
    void accept(FillOutcome<DiskSlice> outcome, boolean started);
  }

  Waiter(AfterFill next) {
    this.next = next;
  }

  /// The fill was begun for this waiter, or was not; known before anybody is told.
  void started(boolean started) {
    hasStarted = started;
  }

  boolean isTold() {
    return isTold;
  }

  void tell(FillOutcome<DiskSlice> outcome) {
    if (!isTold) {
      isTold = true;
      next.accept(outcome, hasStarted);
    }
  }
}
