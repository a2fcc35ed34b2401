package dev.sluice.events.rings;

import dev.sluice.release.Members;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/// The release under rollout in a ring, and for which share of the ring's devices it is already
/// meant.
///
/// @param release which release
/// @param rollout the rollout that admits it; its product is the release's
/// @param sharePpm admitted share in parts per million, 0 to [Admission#WHOLE_PPM]
/// @param windowStart when the first device of the wave may start
/// @param window over which the wave's devices spread, 0 to [#MAX_WINDOW], whole milliseconds
/// @param state whether devices may install it now
/// @param attempt which attempt at the rollout, from 1: devices that failed at an earlier one try
///     again
/// @param orderedRollback whether devices that run a higher counter go back to it, if their
///     rollback
///     floor allows
public record NextRelease(
    ReleaseRef release,
    RolloutId rollout,
    long sharePpm,
    Instant windowStart,
    Duration window,
    NextState state,
    int attempt,
    boolean orderedRollback)
    implements Next {
  /// No wave takes longer. Our choice; a longer rollout has more waves.
  public static final Duration MAX_WINDOW = Duration.ofDays(30);

  private static final Set<String> MEMBERS =
      Set.of(
          "release",
          "rollout",
          "sharePpm",
          "windowStart",
          "windowMillis",
          "state",
          "attempt",
          "orderedRollback");

  /// Checks share and window, and that the rollout is of the same product.
  public NextRelease {
    if (sharePpm < 0 || sharePpm > Admission.WHOLE_PPM) {
      throw new IllegalArgumentException("share out of range: " + sharePpm + " ppm");
    }
    if (window.isNegative()
        || window.compareTo(MAX_WINDOW) > 0
        || !window.equals(Duration.ofMillis(window.toMillis()))) {
      throw new IllegalArgumentException(
          "window must be whole milliseconds from 0 to " + MAX_WINDOW + ", got " + window);
    }
    if (!rollout.product().equals(release.release().product())) {
      throw new IllegalArgumentException("rollout " + rollout + " is not of " + release.release());
    }
    if (!RolloutId.isAttempt(attempt)) {
      throw new IllegalArgumentException("attempt out of range: " + attempt);
    }
  }

  /// The first attempt at a rollout.
  public NextRelease(
      ReleaseRef release,
      RolloutId rollout,
      long sharePpm,
      Instant windowStart,
      Duration window,
      NextState state,
      boolean orderedRollback) {
    this(
        release,
        rollout,
        sharePpm,
        windowStart,
        window,
        state,
        RolloutId.FIRST_ATTEMPT,
        orderedRollback);
  }

  /// The same with another share.
  public NextRelease withSharePpm(long newSharePpm) {
    return new NextRelease(
        release, rollout, newSharePpm, windowStart, window, state, attempt, orderedRollback);
  }

  /// The same in another state.
  public NextRelease withState(NextState newState) {
    return new NextRelease(
        release, rollout, sharePpm, windowStart, window, newState, attempt, orderedRollback);
  }

  /// Whether devices that failed are asked again, which the first readers did not know.
  boolean isRetried() {
    return attempt > RolloutId.FIRST_ATTEMPT;
  }

  JsonObject toJson() {
    var json =
        JsonObject.builder()
            .put("release", release.toJson())
            .put("rollout", rollout.toString())
            .put("sharePpm", sharePpm)
            .put("windowStart", windowStart)
            .put("windowMillis", window.toMillis())
            .put("state", state.jsonName())
            .put("orderedRollback", orderedRollback);
    if (isRetried()) {
      json.put("attempt", attempt);
    }
    return json.build();
  }

  static NextRelease fromJson(JsonObject object) throws MalformedJsonException {
    object.rejectUnknown(MEMBERS);
    ReleaseRef release = ReleaseRef.fromJson(object.requireObject("release"));
    RolloutId rollout =
        Members.require(object, "rollout", RolloutId.SYNTAX, RolloutId::isValid, RolloutId::parse);
    if (!rollout.product().equals(release.release().product())) {
      throw object.malformed("rollout", "a rollout of " + release.release().product());
    }
    return new NextRelease(
        release,
        rollout,
        object.requireLong("sharePpm", 0, Admission.WHOLE_PPM),
        object.requireInstant("windowStart"),
        Duration.ofMillis(object.requireLong("windowMillis", 0, MAX_WINDOW.toMillis())),
        NextState.find(object.requireString("state"))
            .orElseThrow(() -> object.malformed("state", "admitting, paused or halted")),
        RolloutId.attempt(object),
        object.requireBoolean("orderedRollback"));
  }
}
