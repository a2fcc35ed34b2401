package dev.sluice.console.command.rollout;

import static dev.sluice.console.command.session.Texts.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.program.remote.JsonText;
import dev.sluice.program.remote.OutputFormat;
import java.io.PrintStream;
import java.util.function.Consumer;

/// Prints each change of a rollout below the last: lines for a person, or a JSON document a line.
record RolloutLines(PrintStream out, OutputFormat format) implements Consumer<JsonNode> {
  @Override
  public void accept(JsonNode rollout) {
    switch (format) {
      case JSON -> out.println(JsonText.line(rollout));
      case TABLE -> {
        out.println(RolloutTable.line(rollout));
        for (JsonNode ring : rollout.path("rings")) {
          if (!ring.path("state").asText().equals("waiting")) {
            print(ring);
          }
        }
      }
    }
    out.flush();
  }

  private void print(JsonNode ring) {
    String held = RolloutTree.held(ring);
    out.printf(
        "  %-12s %-10s wave %d/%d  confirmed %d, failed %d of %d admitted%s%n",
        text(ring, "name"),
        text(ring, "state"),
        ring.path("wave").asInt(),
        ring.path("waves").asInt(),
        ring.path("confirmed").asLong(),
        ring.path("failed").asLong(),
        ring.path("admitted").asLong(),
        held.isEmpty() ? "" : ", " + held);
  }
}
