package dev.sluice.stack.demo;

import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RolloutSnapshot;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/// A terminal: finished steps stay, the rings of the running rollout are redrawn in place.
final class TerminalDisplay implements Display {
  private static final int BAR_CELLS = 28;

  /// From when on a person wants to know whether anything goes on.
  private static final int QUIET_SECONDS = 3;

  /// What fits the narrowest terminal in use.
  private static final int MAX_CELLS = 79;

  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private int blockLines;

  TerminalDisplay(PrintStream out) {
    this.out = out;
  }

  @Override
  public void title(String text) {
    out.println(style("@|bold " + text + "|@"));
    out.println();
  }

  @Override
  public void working(String text) {
    out.print(ERASE_LINE + style("@|faint … " + text + "|@"));
    out.flush();
  }

  @Override
  public void done(String text, Duration took) {
    settle();
    out.println(
        ERASE_LINE
            + style("@|green ✔|@ ")
            + String.format(Locale.ROOT, "%-64s", text)
            + style(
                "@|faint " + String.format(Locale.ROOT, "%8s", Quantities.seconds(took)) + "|@"));
  }

  @Override
  public void rollout(RolloutSnapshot snapshot) {
    List<String> lines = new ArrayList<>();
    for (RingProgress ring : snapshot.rings()) {
      lines.add(ringLine(ring));
    }
    lines.add(style("@|faint " + cut(rolloutLine(snapshot)) + "|@"));
    StringBuilder frame = new StringBuilder();
    if (blockLines > 0) {
      frame.append("\u001b[").append(blockLines).append('A');
    }
    for (String line : lines) {
      frame.append(ERASE_LINE).append(line).append('\n');
    }
    out.print(frame);
    out.flush();
    blockLines = lines.size();
  }

  @Override
  public void summary(DemoReport report) {
    settle();
    out.println(ERASE_LINE);
    List<String> lines = Summary.lines(report);
    out.println(style("@|bold " + lines.getFirst() + "|@"));
    lines.subList(1, lines.size()).forEach(out::println);
  }

  /// What was being redrawn stays as it is: the next output goes below it.
  private void settle() {
    blockLines = 0;
  }

  private static String ringLine(RingProgress ring) {
    long devices = ring.devices();
    int confirmed = cells(ring.confirmed(), devices);
    int failed = ring.failed() == 0 ? 0 : Math.max(1, cells(ring.failed(), devices));
    int admitted = Math.max(0, cells(ring.admitted(), devices) - confirmed - failed);
    int rest = Math.max(0, BAR_CELLS - confirmed - failed - admitted);
    String bar =
        style(
            "@|green "
                + "█".repeat(confirmed)
                + "|@"
                + "@|red "
                + "█".repeat(failed)
                + "|@"
                + "@|yellow "
                + "▒".repeat(admitted)
                + "|@"
                + "@|faint "
                + "·".repeat(rest)
                + "|@");
    String start = String.format(Locale.ROOT, "    %-8s ", ring.name()) + bar;
    if (devices == 0) {
      return start + "           " + ring.state();
    }
    return start
        + String.format(
            Locale.ROOT,
            " %4d/%-4d %-10s wave %d/%d",
            ring.confirmed(),
            devices,
            ring.state(),
            ring.wave(),
            ring.waves());
  }

  private static int cells(long part, long whole) {
    return whole == 0 ? 0 : (int) Math.min(BAR_CELLS, part * BAR_CELLS / whole);
  }

  /// The seconds show that something goes on while nothing moves.
  private static String rolloutLine(RolloutSnapshot snapshot) {
    long seconds = Duration.between(snapshot.at(), Instant.now()).toSeconds();
    String quiet = seconds < QUIET_SECONDS ? "" : ", last change %d s ago".formatted(seconds);
    return "    rollout " + snapshot.state().replace('-', ' ') + reason(snapshot) + quiet;
  }

  /// A line that wraps would leave its first part behind when it is drawn again.
  private static String cut(String line) {
    return line.length() <= MAX_CELLS ? line : line.substring(0, MAX_CELLS - 1) + "…";
  }

  private static String reason(RolloutSnapshot snapshot) {
    return snapshot.reason().isEmpty() ? "" : ": " + snapshot.reason();
  }

  private static String style(String markup) {
    return Ansi.ON.string(markup);
  }
}
