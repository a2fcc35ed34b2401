package dev.sluice.fleet.device;

/// What the devices of a ring did about one release.
///
/// @param told how many have been told to take it
/// @param confirmed how many have installed it
/// @param failed on how many it ended badly
public record RingTotals(long told, long confirmed, long failed) {
  static final RingTotals NONE = new RingTotals(0, 0, 0);

  RingTotals toldOne() {
    return new RingTotals(told + 1, confirmed, failed);
  }

  RingTotals answered(boolean isInstalled) {
    return isInstalled
        ? new RingTotals(told, confirmed + 1, failed)
        : new RingTotals(told, confirmed, failed + 1);
  }
}
