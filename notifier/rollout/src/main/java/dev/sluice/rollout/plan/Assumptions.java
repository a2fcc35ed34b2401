package dev.sluice.rollout.plan;

import dev.sluice.rollout.gate.SlowLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a plan takes for granted, in sentences for people.
record Assumptions(PlannedFleet fleet, WhatIf question) {
  List<String> list() {
    List<String> all = new ArrayList<>();
    all.add(times());
    all.add("A device behaves as the fleet did before; a new release may be slower or faster.");
    if (question.signed().policy().rings().stream()
        .anyMatch(ring -> ring.gate().slow() instanceof SlowLimit.Share)) {
      all.add("No gate finds the release slower than the one before.");
    }
    all.add("People start and approve at once; nobody pauses or promotes.");
    all.add(
        "Devices that said nothing to the last completed rollout, or were not seen for %d days if there was none, are off and stay off."
            .formatted(PlannedFleet.UNSEEN.toDays()));
    findWindows().ifPresent(all::add);
    all.add(tiers());
    all.add(
        "A device pulls at the moment it starts; peaks are averages over the stated time, so real ones are lower for long downloads and higher within it.");
    if (!question.hasDeltas()) {
      all.add("Patches are not complete yet: the first wave waits for them as long as it may.");
    }
    all.addAll(floors());
    if (fleet.unpatched() > 0) {
      all.add(
          "%,d devices have no patch from what they run and take the whole artifact."
              .formatted(fleet.unpatched()));
    }
    return all;
  }

  private List<String> floors() {
    List<String> sentences = new ArrayList<>();
    for (PlannedFloor floor : fleet.floors()) {
      String version = floor.release().release().version().value();
      long devices =
          fleet.rings().stream()
              .mapToLong(ring -> ring.passages().devices().getOrDefault(version, 0L))
              .sum();
      if (devices > 0) {
        sentences.add(
            String.format(
                Locale.ROOT,
                "%,d devices pass through %s first: its bytes and its time come before those of the release.",
                devices,
                version));
      }
    }
    return sentences;
  }

  private String times() {
    ConfirmationTimes times = question.times();
    return String.format(
        Locale.ROOT,
        "From its start to its confirmation a device takes %s (half), %s (nine of ten): %s.",
        text(times.quantileMillis(0.5)),
        text(times.quantileMillis(0.9)),
        question.isAssumed()
            ? "assumed, since no rollout was counted yet"
            : String.format(Locale.ROOT, "counted %,d times", times.total()));
  }

  private Optional<String> findWindows() {
    return question.signed().policy().rings().stream()
        .map(ring -> ring.install().longestWait())
        .filter(Duration::isPositive)
        .max(Comparator.naturalOrder())
        .map(wait -> Math.ceilDiv(wait.toSeconds(), Duration.ofHours(1).toSeconds()))
        .map(
            "Devices switch at once: maintenance windows, up to %dh here, come on top."::formatted);
  }

  private String tiers() {
    if (fleet.tiers().tiers() == 0) {
      return "Devices pull from the origin itself.";
    }
    String spread =
        fleet.namedEdges() == 0
            ? "devices are spread evenly over the last tier"
            : "devices name %d edge nodes".formatted(fleet.namedEdges());
    return "Tiers have %s nodes; %s; each node fetches everything once."
        .formatted(fleet.tiers().nodes(), spread);
  }

  private static String text(long millis) {
    return Duration.ofMillis(millis < 10_000 ? millis : millis / 1_000 * 1_000)
        .toString()
        .substring(2)
        .toLowerCase(Locale.ROOT);
  }
}
