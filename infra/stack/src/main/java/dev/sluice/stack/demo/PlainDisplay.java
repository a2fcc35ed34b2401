package dev.sluice.stack.demo;

import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RolloutSnapshot;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// A line for each thing that happened: for pipes and logs.
final class PlainDisplay implements Display {
  private final PrintStream out;
  private final Map<String, String> lastLine = new HashMap<>();

  PlainDisplay(PrintStream out) {
    this.out = out;
  }

  @Override
  public void title(String text) {
    out.println(text);
  }

  @Override
  public void working(String text) {}

  @Override
  public void done(String text, Duration took) {
    out.println("done: " + text + " (" + Quantities.seconds(took) + ")");
  }

  @Override
  public void rollout(RolloutSnapshot snapshot) {
    for (RingProgress ring : snapshot.rings()) {
      String line =
          "%s ring %s: %s, %d of %d devices confirmed%s"
              .formatted(
                  snapshot.release(),
                  ring.name(),
                  ring.state(),
                  ring.confirmed(),
                  ring.devices(),
                  ring.failed() == 0 ? "" : ", " + ring.failed() + " failed");
      String before = lastLine.put(snapshot.id() + "/" + ring.name(), line);
      if (!line.equals(before) && !ring.state().equals("waiting")) {
        out.println(line);
      }
    }
    String line = snapshot.release() + ": " + snapshot.state() + reason(snapshot);
    if (!line.equals(lastLine.put(snapshot.id().toString(), line))) {
      out.println(line);
    }
  }

  @Override
  public void summary(DemoReport report) {
    out.println();
    Summary.lines(report).forEach(out::println);
  }

  private static String reason(RolloutSnapshot snapshot) {
    return snapshot.reason().isEmpty() ? "" : " (" + snapshot.reason() + ")";
  }
}
