package dev.sluice.stack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.release.ReleaseId;
import dev.sluice.stack.demo.DemoReport.BytesReport;
import dev.sluice.stack.demo.DemoReport.DeviceReport;
import dev.sluice.stack.demo.DemoReport.PatchReport;
import dev.sluice.stack.demo.DemoReport.ReleaseReport;
import dev.sluice.stack.demo.DemoReport.RingReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A line that is redrawn must not wrap, or the cursor goes up too few lines.
class TerminalDisplayTest {
  private static final int COLUMNS = 80;

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Display display =
      new TerminalDisplay(new PrintStream(written, true, StandardCharsets.UTF_8));

  @Test
  void givenLongReason_whenShown_thenItsLineFitsTheTerminal() {
    display.rollout(
        new RolloutSnapshot(
            RolloutId.parse("demo/2"),
            ReleaseId.parse("demo/2"),
            2,
            "paused",
            "a reason that goes on and on, ".repeat(10),
            Instant.EPOCH,
            List.of()));

    assertThat(lines()).allMatch(line -> line.length() < COLUMNS);
    assertThat(lines().getLast()).endsWith("…");
  }

  @Test
  void givenReportOfTheDefaultDemo_whenSummedUp_thenEveryLineFitsTheTerminal() {
    var rings =
        List.of(
            new RingReport("canary", 3, 3, 0, 10.5),
            new RingReport("early", 9, 9, 0, 12.5),
            new RingReport("broad", 12, 12, 0, 12.5));
    var bytes = new BytesReport(10_204_032, 20_408_064, 244_896_768);

    display.summary(
        new DemoReport(
            List.of(
                new ReleaseReport(
                    "kafka-clients",
                    "4.2.0",
                    1,
                    10_204_032,
                    null,
                    List.of(),
                    17_623,
                    bytes,
                    rings,
                    44.4),
                new ReleaseReport(
                    "kafka-clients",
                    "4.3.1",
                    2,
                    10_204_032,
                    2_071_649L,
                    List.of(
                        new PatchReport("full", 9_204_032),
                        new PatchReport("base", 2_071_649),
                        new PatchReport("chain", 2_171_649),
                        new PatchReport("chain", 2_271_649)),
                    17_623,
                    bytes,
                    rings,
                    99.9)),
            new DeviceReport(24, 24, 0),
            171.2));

    assertThat(lines()).allMatch(line -> line.length() < COLUMNS);
  }

  private List<String> lines() {
    return written
        .toString(StandardCharsets.UTF_8)
        .replaceAll("\u001b\\[[0-9;]*[A-Za-z]|\r", "")
        .lines()
        .toList();
  }
}
