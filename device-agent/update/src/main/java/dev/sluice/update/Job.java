package dev.sluice.update;

import dev.sluice.events.rings.RolloutId;
import java.time.Instant;

/// The work that a power cut must not lose.
public sealed interface Job {
  /// Whether it belongs to this rollout.
  default boolean isOf(RolloutId rollout) {
    return switch (this) {
      case Nothing _ -> false;
      case Scheduled scheduled -> scheduled.rollout().equals(rollout);
      case Underway underway -> underway.plan().rollout().equals(rollout);
      case InPlace inPlace -> inPlace.plan().rollout().equals(rollout);
    };
  }

  /// No work.
  record Nothing() implements Job {}

  /// Admitted, and spread over the wave's window. Kept, so that looking again does not draw again.
  ///
  /// @param rollout the rollout that admitted the device
  /// @param startAt when it may start
  record Scheduled(RolloutId rollout, Instant startAt) implements Job {}

  /// A release is on its way.
  ///
  /// @param plan what to install
  /// @param step how far it is
  /// @param route which way its bytes come
  record Underway(Plan plan, Step step, Route route) implements Job {}

  /// A release is made over the installed file.
  ///
  /// @param plan what to install
  /// @param order which patch gives it
  /// @param stage whether the installed file may be half new
  record InPlace(Plan plan, InPlaceOrder order, Stage stage) implements Job {}

  /// How far a release is that is made over the installed file.
  enum Stage {
    /// The patch is there and right; nothing is overwritten.
    READY("ready"),
    /// The installed file may be neither old nor new, until it is completed.
    OVERWRITING("overwriting");

    private final String jsonName;

    Stage(String jsonName) {
      this.jsonName = jsonName;
    }

    /// The name in the stored state.
    public String jsonName() {
      return jsonName;
    }
  }

  /// Which way the bytes of an artifact come, the best first. Kept, so that a device does not try
  /// again after a power cut what it was refused before it.
  enum Route {
    /// By a patch to the installed file, or several, one after the other.
    PATCH("patch"),
    /// Compressed: by a patch to nothing.
    COMPRESSED("compressed"),
    /// As they are, slice by slice.
    SLICES("slices");

    private final String jsonName;

    Route(String jsonName) {
      this.jsonName = jsonName;
    }

    /// The name in the stored state.
    public String jsonName() {
      return jsonName;
    }
  }

  /// How far a release is.
  enum Step {
    /// Its bytes are being brought together.
    FETCHING("fetching"),
    /// A patch is being applied while it is fetched.
    APPLYING("applying"),
    /// All bytes are there and right.
    READY("ready"),
    /// The switch has begun: the old or the new file is in place, whole.
    SWITCHING("switching");

    private final String jsonName;

    Step(String jsonName) {
      this.jsonName = jsonName;
    }

    /// The name in the stored state.
    public String jsonName() {
      return jsonName;
    }
  }
}
