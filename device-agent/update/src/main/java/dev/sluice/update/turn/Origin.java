package dev.sluice.update.turn;

/// Where the bytes of an artifact came from.
public enum Origin {
  /// A patch gave them.
  PATCH,
  /// The edge node gave them, slice by slice.
  SLICES,
  /// An earlier run checked them, or a power cut fell into the switch.
  EARLIER
}
