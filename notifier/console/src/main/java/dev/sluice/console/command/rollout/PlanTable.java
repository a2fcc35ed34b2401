package dev.sluice.console.command.rollout;

import static dev.sluice.console.command.session.Texts.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.program.exit.OneLine;
import dev.sluice.program.remote.Table;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// A plan as tables: rings, traffic, and what happens to a release that fails.
final class PlanTable {
  private static final long KIB = 1_024;
  private static final double PPM_PER_PERCENT = 10_000;
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private PlanTable() {}

  static void print(JsonNode plan, PrintStream out) {
    out.printf(
        "%s: %s devices, %s expected off; %s%n%n",
        text(plan, "rollout"),
        count(plan.path("devices")),
        count(plan.path("off")),
        plan.has("took")
            ? "takes %s (half of %s runs; nine of ten: %s)"
                .formatted(
                    duration(plan.path("took").path("p50")),
                    plan.path("runs").asText(),
                    duration(plan.path("took").path("p90")))
            : "does not complete by itself: " + ends(plan));
    rings(plan).print(out);
    out.println();
    tiers(plan).print(out);
    if (!plan.path("risks").isEmpty()) {
      out.println();
      risks(plan).print(out);
    }
    out.println();
    plan.path("assumptions").forEach(line -> out.println("- " + OneLine.of(line.asText())));
  }

  private static String ends(JsonNode plan) {
    var words = new StringBuilder();
    plan.path("ends")
        .properties()
        .forEach(
            end ->
                words
                    .append(words.isEmpty() ? "" : ", ")
                    .append(end.getValue().asText())
                    .append(" runs ")
                    .append(end.getKey()));
    return words.toString();
  }

  private static Table rings(JsonNode plan) {
    var table = new Table("RING", "DEVICES", "OFF", "START", "END", "END P90", "STOPS FROM");
    for (JsonNode ring : plan.path("rings")) {
      double stopsFrom = ring.path("stopsFrom").asDouble();
      table.row(
          text(ring, "name"),
          count(ring.path("devices")),
          count(ring.path("off")),
          duration(ring.path("start").path("p50")),
          duration(ring.path("end").path("p50")),
          duration(ring.path("end").path("p90")),
          stopsFrom < 1 ? percent(stopsFrom * 100) : "-");
    }
    return table;
  }

  private static Table tiers(JsonNode plan) {
    var table =
        new Table(
            "GIVES OUT", "NODES", "REQUESTS", "BYTES", "PEAK REQUESTS/S", "PEAK BYTES/S", "OVER");
    for (JsonNode tier : plan.path("tiers")) {
      table.row(
          text(tier, "name"),
          tier.path("nodes").asInt(),
          count(tier.path("requests")),
          bytes(tier.path("bytes").asDouble()),
          String.format(Locale.ROOT, "%,.1f", tier.path("peakRequestsPerSecond").asDouble()),
          bytes(tier.path("peakBytesPerSecond").asDouble()),
          tier.path("binMillis").asLong() / 1_000 + " s");
    }
    return table;
  }

  private static Table risks(JsonNode plan) {
    var table =
        new Table(
            "FAILS ON", "STOPPED", "LEFT TO YOU", "PASSED", "IN RING", "EXPOSED", "P90", "AFTER");
    for (JsonNode risk : plan.path("risks")) {
      boolean isCaught = risk.has("ring");
      String of = " of " + risk.path("runs").asInt();
      table.row(
          percent(risk.path("failedPpm").asLong() / PPM_PER_PERCENT),
          risk.path("stopped").asInt() + of,
          risk.path("leftToPerson").asInt() + of,
          risk.path("passed").asInt() + of,
          text(risk, "ring"),
          isCaught ? count(risk.path("exposed")) : "-",
          isCaught ? count(risk.path("exposedAtMost")) : "-",
          duration(risk.path("after")));
    }
    return table;
  }

  private static String percent(double percent) {
    return String.format(Locale.ROOT, "%.2f", percent).replaceFirst("\\.?0+$", "") + " %";
  }

  private static String count(JsonNode number) {
    return String.format(Locale.ROOT, "%,d", number.asLong());
  }

  private static String bytes(double bytes) {
    double left = bytes;
    int unit = 0;
    while (left >= KIB && unit < UNITS.length - 1) {
      left /= KIB;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", left, UNITS[unit]);
  }

  /// Whole seconds, without the parts that are zero in front.
  private static String duration(JsonNode iso) {
    if (!iso.isTextual()) {
      return "-";
    }
    Duration duration = Duration.parse(iso.asText());
    var words = new StringBuilder();
    if (duration.toDays() > 0) {
      words.append(duration.toDays()).append(" d ");
    }
    if (duration.toHours() > 0) {
      words.append(duration.toHoursPart()).append(" h ");
    }
    if (duration.toMinutes() > 0) {
      words.append(duration.toMinutesPart()).append(" min ");
    }
    return words.append(duration.toSecondsPart()).append(" s").toString();
  }
}
