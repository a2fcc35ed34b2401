package dev.sluice.events.rings;

import java.util.Arrays;
import java.util.Optional;

/// Whether a ring's next release may be installed now.
public enum NextState {
  /// Admitted devices install it.
  ADMITTING("admitting"),
  /// Devices that have not switched wait; the rollout may go on.
  PAUSED("paused"),
  /// Devices that have not switched never will: the rollout is over for them.
  HALTED("halted");

  private final String jsonName;

  NextState(String jsonName) {
    this.jsonName = jsonName;
  }

  /// The name in documents.
  public String jsonName() {
    return jsonName;
  }

  /// The state of this name, if it is known.
  public static Optional<NextState> find(String jsonName) {
    return Arrays.stream(values()).filter(s -> s.jsonName.equals(jsonName)).findFirst();
  }
}
