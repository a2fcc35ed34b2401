package dev.sluice.console.command;

import static dev.sluice.console.command.session.Texts.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.program.remote.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// A device's steps as a table.
final class TimelineTable {
  private TimelineTable() {}

  static Table of(JsonNode timeline) {
    var table = new Table("AT", "AFTER", "ROLLOUT", "STEP", "DETAIL");
    JsonNode before = null;
    for (JsonNode step : timeline.path("steps")) {
      table.row(
          text(step, "at"),
          before == null || !isSameAttempt(before, step) ? "-" : after(before, step),
          rollout(step),
          text(step, "step"),
          detail(step));
      before = step;
    }
    return table;
  }

  private static boolean isSameAttempt(JsonNode before, JsonNode step) {
    return before.path("rollout").equals(step.path("rollout"))
        && before.path("attempt").equals(step.path("attempt"));
  }

  private static String rollout(JsonNode step) {
    int attempt = step.path("attempt").asInt(1);
    return text(step, "rollout") + (attempt > 1 ? " attempt " + attempt : "");
  }

  /// By the device's clock, which may have been set.
  private static String after(JsonNode before, JsonNode step) {
    var passed =
        Duration.between(
            Instant.parse(before.path("at").asText()), Instant.parse(step.path("at").asText()));
    return passed.isNegative()
        ? "clock set back"
        : String.format(Locale.ROOT, "%.1f s", passed.toMillis() / 1000.0);
  }

  private static String detail(JsonNode step) {
    return switch (step.path("step").asText()) {
      case "fetched" ->
          "%d bytes from %s, %s"
              .formatted(
                  step.path("lengthBytes").asLong(), text(step, "source"), text(step, "form"));
      case "confirmed" ->
          step.path("text").asText().isEmpty()
              ? text(step, "outcome")
              : text(step, "outcome") + ": " + text(step, "text");
      default -> text(step, "text");
    };
  }
}
