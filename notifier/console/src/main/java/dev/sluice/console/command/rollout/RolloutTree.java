package dev.sluice.console.command.rollout;

import static dev.sluice.console.command.session.Texts.plain;
import static dev.sluice.console.command.session.Texts.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.console.command.terminal.Drawing;
import dev.sluice.console.command.terminal.Ink;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.program.exit.OneLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// One rollout as a tree: what it waits for, and each ring with its wave, a bar of its devices, its
/// counts, and why devices failed.
///
/// @param rollout as the API shows it
/// @param ink colours
/// @param clock says since when
record RolloutTree(JsonNode rollout, Ink ink, InstantSource clock) implements Drawing {
  private static final int BAR = 24;
  private static final int SMALL_BAR = 12;
  private static final int BROAD = 100;
  private static final int MAX_CAUSES = 5;
  private static final int MAX_NAME = 16;

  @Override
  public List<String> lines(int columns) {
    List<String> lines = new ArrayList<>();
    String state = text(rollout, "state");
    lines.addAll(
        wrapped(
            "%s  %s  %s"
                .formatted(
                    ink.strong(text(rollout, "release")),
                    ink.faint("rollout " + text(rollout, "id")),
                    coloured(state, state + since(state))),
            text(rollout, "release")
                + "  rollout "
                + text(rollout, "id")
                + "  "
                + state
                + since(state),
            columns));
    String reason = plain(rollout, "reason");
    if (!reason.isEmpty()) {
      lines.addAll(wrap(reason, columns));
    }
    lines.add("");
    JsonNode rings = rollout.path("rings");
    for (int i = 0; i < rings.size(); i++) {
      boolean isLast = i == rings.size() - 1;
      ring(rings.get(i), isLast, columns, lines);
    }
    if (rings.isEmpty()) {
      lines.add("no ring is planned yet");
    }
    return lines;
  }

  private String since(String state) {
    try {
      Duration age = Duration.between(Instant.parse(text(rollout, "at")), clock.instant());
      return RolloutSnapshot.hasEnded(state) ? " " + words(age) + " ago" : " for " + words(age);
    } catch (DateTimeParseException e) {
      return "";
    }
  }

  private void ring(JsonNode ring, boolean isLast, int columns, List<String> lines) {
    String state = text(ring, "state");
    String branch = isLast ? "└─ " : "├─ ";
    String below = isLast ? "   " : "│  ";
    int bar = columns >= BROAD ? BAR : SMALL_BAR;
    String head =
        "%s %s  %-9s  wave %d/%d "
            .formatted(
                sign(state),
                name(ring),
                state,
                ring.path("wave").asInt(),
                ring.path("waves").asInt());
    String counts = counts(ring);
    int used = branch.length() + head.length() + bar + 2;
    boolean onOneLine = used + counts.length() <= columns;
    if (used <= columns) {
      lines.add(
          branch + coloured(state, head) + " " + bar(ring, bar) + (onOneLine ? " " + counts : ""));
    } else {
      lines.add(cut(branch + head, columns));
    }
    if (!onOneLine) {
      wrap(counts, columns - 5).forEach(line -> lines.add(below + "  " + line));
    }
    String speed = plain(ring, "speed");
    if (!speed.isEmpty()) {
      wrap(speed, columns - 5).forEach(line -> lines.add(below + "  " + line));
    }
    causes(ring, below, columns, lines);
  }

  /// As wide as the widest.
  private String name(JsonNode ring) {
    int widest = 0;
    for (JsonNode each : rollout.path("rings")) {
      widest = Math.max(widest, Math.min(MAX_NAME, text(each, "name").length()));
    }
    String name = cut(text(ring, "name"), MAX_NAME);
    return name + " ".repeat(widest - name.length());
  }

  private static String counts(JsonNode ring) {
    long devices = ring.path("devices").asLong();
    if (devices == 0 && text(ring, "state").equals("done")) {
      return "no device runs it";
    }
    var counts = new StringJoiner(", ");
    counts.add(
        "%s of %s confirmed".formatted(count(ring.path("confirmed").asLong()), count(devices)));
    for (String name : List.of("failed", "inconclusive", "silent")) {
      long number = ring.path(name).asLong();
      if (number > 0) {
        counts.add(count(number) + " " + name);
      }
    }
    long pending = ring.path("admitted").asLong() - decided(ring);
    if (pending > 0) {
      counts.add(count(pending) + " pending");
    }
    String held = held(ring);
    if (!held.isEmpty()) {
      counts.add(held);
    }
    return counts.toString();
  }

  /// Who is kept out, and by which hold.
  static String held(JsonNode ring) {
    var held = new StringJoiner(", ");
    ring.path("held")
        .properties()
        .forEach(
            hold ->
                held.add(
                    count(hold.getValue().asLong()) + " held by " + OneLine.of(hold.getKey())));
    return held.toString();
  }

  private static long decided(JsonNode ring) {
    return ring.path("confirmed").asLong()
        + ring.path("failed").asLong()
        + ring.path("inconclusive").asLong()
        + ring.path("silent").asLong();
  }

  private void causes(JsonNode ring, String below, int columns, List<String> lines) {
    List<JsonNode> causes = new ArrayList<>();
    ring.path("causes").forEach(causes::add);
    causes.sort(Comparator.comparingLong((JsonNode cause) -> -cause.path("devices").asLong()));
    for (JsonNode cause : causes.subList(0, Math.min(MAX_CAUSES, causes.size()))) {
      String line =
          "%s %s at %s%s%s"
              .formatted(
                  count(cause.path("devices").asLong()),
                  text(cause, "code").replace('-', ' '),
                  text(cause, "step"),
                  with(", hardware ", plain(cause, "hardware")),
                  with(", from ", plain(cause, "from")));
      lines.add(below + "  " + ink.bad(cut("✖ " + line, columns - below.length() - 2)));
    }
    if (causes.size() > MAX_CAUSES) {
      lines.add(below + "  … %d more causes".formatted(causes.size() - MAX_CAUSES));
    }
  }

  private static String with(String before, String text) {
    return text.isEmpty() ? "" : before + text;
  }

  /// One sign each for confirmed, failed, other and pending devices; what is there has at least
  /// one.
  private String bar(JsonNode ring, int length) {
    long devices = Math.max(1, ring.path("devices").asLong());
    long others = ring.path("inconclusive").asLong() + ring.path("silent").asLong();
    long waits = ring.path("admitted").asLong() - decided(ring);
    // The many give way to the few, so that those can be seen.
    int failed = cells(ring.path("failed").asLong(), devices, length);
    int other = Math.min(length - failed, cells(others, devices, length));
    int pending = Math.min(length - failed - other, cells(waits, devices, length));
    int room = length - failed - other - pending;
    int confirmed = Math.min(room, cells(ring.path("confirmed").asLong(), devices, length));
    return ink.good("█".repeat(confirmed))
        + ink.bad("▓".repeat(failed))
        + ink.warn("▒".repeat(other))
        + ink.live("░".repeat(pending))
        + ink.faint("·".repeat(room - confirmed));
  }

  private static int cells(long part, long whole, int length) {
    long cells = Math.min(part, whole) * length / whole;
    return part > 0 ? (int) Math.max(1, Math.min(cells, part < whole ? length - 1 : length)) : 0;
  }

  private static String sign(String state) {
    return switch (state) {
      case "done" -> "✔";
      case "halted" -> "✖";
      case "waiting" -> "·";
      default -> "◷";
    };
  }

  private String coloured(String state, String text) {
    return switch (state) {
      case "done", "completed" -> ink.good(text);
      case "halted", "rolled-back" -> ink.bad(text);
      case "waiting", "superseded" -> ink.faint(text);
      case "admitting", "soaking", "signing" -> ink.live(text);
      default -> ink.warn(text);
    };
  }

  /// The coloured line if the plain one fits; else the plain one on several.
  private static List<String> wrapped(String coloured, String plain, int columns) {
    return plain.length() <= columns ? List.of(coloured) : wrap(plain, columns);
  }

  /// Lines of whole words; a word that is too long is cut.
  private static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    var line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      String fitting = cut(word, columns);
      if (!line.isEmpty() && line.length() + 1 + fitting.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(fitting);
    }
    lines.add(line.toString());
    return lines;
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, Math.max(0, most - 1)) + "…";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// In the largest unit that fits, as the console says it.
  private static String words(Duration age) {
    long seconds = Math.max(0, age.toSeconds());
    if (seconds >= 86_400) {
      return seconds / 86_400 + " d";
    }
    if (seconds >= 3_600) {
      return seconds / 3_600 + " h";
    }
    return seconds >= 60 ? seconds / 60 + " min" : seconds + " s";
  }
}
