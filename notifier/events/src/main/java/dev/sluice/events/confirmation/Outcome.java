package dev.sluice.events.confirmation;

/// How the installation of a release ended on a device.
public enum Outcome {
  /// It runs healthily.
  INSTALLED,
  /// It could not be installed; the device runs what it ran before.
  FAILED,
  /// It was not installed because something about it could not be trusted or is not meant for the
  /// device.
  REFUSED,
  /// It was installed, was not healthy, and the device went back to what it ran before.
  ROLLED_BACK
}
