package dev.sluice.events.condition;

/// What a condition says about a device.
public enum Truth {
  /// It holds.
  TRUE,
  /// It does not.
  FALSE,
  /// It asks about something that is not known of the device.
  UNKNOWN;

  static Truth of(boolean holds) {
    return holds ? TRUE : FALSE;
  }

  /// Unknown stays unknown.
  Truth negated() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /// False if one is; else unknown if one is.
  Truth and(Truth other) {
    if (this == FALSE || other == FALSE) {
      return FALSE;
    }
    return this == TRUE ? other : UNKNOWN;
  }

  /// True if one is; else unknown if one is.
  Truth or(Truth other) {
    return negated().and(other.negated()).negated();
  }
}
