package dev.sluice.notifier.external.message;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;
import dev.sluice.events.rollout.RolloutChanged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which events a channel sends: an event type such as `release.signed`, or the state that a
/// rollout has come into, such as `rollout.halted`. What else happens while it is in the state,
/// such as counts or signatures, is `rollout.changed` only.
///
/// @param text one of [#known()]
public record EventSelector(String text) {
  private static final String ROLLOUT = "rollout.";

  /// Types that a channel may send, with their topics. What speaks of single devices or of
  /// signing is for the pipeline alone.
  private static final SortedMap<String, Topic<?>> TYPES =
      new TreeMap<>(
          Map.of(
              "rollout.changed", Topic.ROLLOUTS,
              "release.signed", Topic.RELEASES,
              "release.withdrawn", Topic.RELEASES,
              "deltas.signed", Topic.RELEASES,
              "wave.announced", Topic.ANNOUNCEMENTS,
              "policy.applied", Topic.POLICIES,
              "dead.letter", Topic.DEAD_LETTERS));

  /// As `RolloutSnapshot` names them.
  private static final List<String> STATES =
      List.of(
          "waiting-for-policy",
          "waiting-for-start",
          "waiting-for-deltas",
          "waiting-for-approval",
          "signing",
          "admitting",
          "soaking",
          "paused",
          "halted",
          "completed",
          "superseded",
          "rolled-back");

  /// Checks that it is one that there is.
  public EventSelector {
    if (!known().contains(text)) {
      throw new IllegalArgumentException(
          "expected one of %s, got '%s'".formatted(String.join(", ", known()), text));
    }
  }

  /// Reads one.
  ///
  /// @throws IllegalArgumentException if there is no such event
  public static EventSelector parse(String text) {
    return new EventSelector(text);
  }

  /// All that there are.
  public static List<String> known() {
    List<String> all = new ArrayList<>(TYPES.keySet());
    STATES.forEach(state -> all.add(ROLLOUT + state));
    return List.copyOf(all);
  }

  /// Where such events are.
  public Topic<?> topic() {
    return TYPES.getOrDefault(text, Topic.ROLLOUTS);
  }

  /// Whether an event is one of these.
  public boolean selects(Event event) {
    return event.type().equals(text)
        || (event instanceof RolloutChanged change
            && change.hasNewState()
            && text.equals(ROLLOUT + change.snapshot().state()));
  }

  /// As it is written.
  @Override
  public String toString() {
    return text;
  }
}
