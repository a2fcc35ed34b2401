package dev.sluice.console.command.rollout;

import static dev.sluice.console.command.session.Texts.plain;
import static dev.sluice.console.command.session.Texts.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.program.remote.Table;
import java.util.List;

/// Rollouts as tables.
final class RolloutTable {
  private RolloutTable() {}

  /// One line for each.
  static Table of(List<JsonNode> rollouts) {
    var table = new Table("ROLLOUT", "RELEASE", "STATE", "RING", "CONFIRMED", "FAILED", "REASON");
    for (JsonNode rollout : rollouts) {
      table.row(
          text(rollout, "id"),
          text(rollout, "release"),
          text(rollout, "state"),
          ring(rollout),
          sum(rollout, "confirmed") + " of " + sum(rollout, "devices"),
          sum(rollout, "failed"),
          text(rollout, "reason"));
    }
    return table;
  }

  /// One line for a person.
  static String line(JsonNode rollout) {
    String reason = plain(rollout, "reason");
    return "%s  %s  %s%s"
        .formatted(
            text(rollout, "id"),
            text(rollout, "release"),
            text(rollout, "state"),
            reason.isEmpty() ? "" : ": " + reason);
  }

  /// The highest attempt that any ring is at.
  static int latestAttempt(JsonNode rollout) {
    int latest = 1;
    for (JsonNode ring : rollout.path("rings")) {
      latest = Math.max(latest, ring.path("attempt").asInt(1));
    }
    return latest;
  }

  /// The ring that it is in: the last that is not waiting, up to the first that is not done.
  static JsonNode presentRing(JsonNode rollout) {
    JsonNode present = MissingNode.getInstance();
    for (JsonNode ring : rollout.path("rings")) {
      String state = ring.path("state").asText();
      if (state.equals("waiting")) {
        break;
      }
      present = ring;
      if (!state.equals("done")) {
        break;
      }
    }
    return present;
  }

  /// The ring that comes next: the first that is waiting.
  static JsonNode nextRing(JsonNode rollout) {
    for (JsonNode ring : rollout.path("rings")) {
      if (ring.path("state").asText().equals("waiting")) {
        return ring;
      }
    }
    return MissingNode.getInstance();
  }

  private static String ring(JsonNode rollout) {
    return text(presentRing(rollout), "name");
  }

  private static long sum(JsonNode rollout, String member) {
    long sum = 0;
    for (JsonNode ring : rollout.path("rings")) {
      sum += ring.path(member).asLong();
    }
    return sum;
  }
}
