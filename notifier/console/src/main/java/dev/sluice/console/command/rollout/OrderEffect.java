package dev.sluice.console.command.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/// What an order for a rollout shall lead to. Each is a command of its name: [OrderCommand].
enum OrderEffect {
  START("Start a rollout that waits for it."),
  PAUSE("Admit no further device until resumed."),
  RESUME("Go on with a paused rollout."),
  PROMOTE("Pass the gate of the wave, whatever it says."),
  APPROVE("Let the ring begin that has to be approved."),
  HALT("End a rollout where it stands; only a retry leads on."),
  RETRY("Ask the devices that failed to try again; a stopped rollout goes on."),
  ROLL_BACK("Take the devices that a rollout reached back to an earlier release.");

  private final String description;

  OrderEffect(String description) {
    this.description = description;
  }

  /// For the help of its command.
  String description() {
    return description;
  }

  /// As people say it.
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// What one types.
  String command() {
    return word().replace(" ", "");
  }

  /// Where the order goes, below the rollout.
  String path() {
    return switch (this) {
      case START, PAUSE, RESUME, HALT -> "/orders";
      case PROMOTE -> "/promotions";
      case APPROVE -> "/approvals";
      case RETRY -> "/retries";
      case ROLL_BACK -> "/rollbacks";
    };
  }

  /// What it says, for a rollout as it was seen.
  ObjectNode body(JsonNode rollout) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    return switch (this) {
      case START, PAUSE, RESUME, HALT -> body.put("order", word());
      case PROMOTE -> {
        JsonNode ring = RolloutTable.presentRing(rollout);
        yield body.put("ring", ring.path("name").asText())
            .put("wave", Math.max(1, ring.path("wave").asInt()));
      }
      case APPROVE -> body.put("ring", RolloutTable.nextRing(rollout).path("name").asText());
      case RETRY -> body.put("attempt", RolloutTable.latestAttempt(rollout) + 1);
      case ROLL_BACK -> body;
    };
  }

  /// Whether a rollout shows the effect.
  boolean isSeen(JsonNode before, JsonNode now) {
    String state = state(now);
    return switch (this) {
      case PAUSE -> state.equals("paused");
      case HALT -> state.equals("halted");
      case ROLL_BACK -> state.equals("rolled-back");
      case START, RESUME, APPROVE -> !state.equals(state(before));
      case RETRY -> RolloutTable.latestAttempt(now) > RolloutTable.latestAttempt(before);
      case PROMOTE -> !state.equals(state(before)) || !body(now).equals(body(before));
    };
  }

  /// Whether the rollout is over once it shows.
  boolean ends() {
    return this == HALT || this == ROLL_BACK;
  }

  static String state(JsonNode rollout) {
    return rollout.path("state").asText();
  }
}
