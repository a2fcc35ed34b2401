package dev.sluice.stack.demo;

import dev.sluice.events.rollout.RolloutSnapshot;
import java.io.PrintStream;
import java.time.Duration;

/// Nothing until the end, then the report as one JSON document.
final class SilentDisplay implements Display {
  private final PrintStream out;

  SilentDisplay(PrintStream out) {
    this.out = out;
  }

  @Override
  public void title(String text) {}

  @Override
  public void working(String text) {}

  @Override
  public void done(String text, Duration took) {}

  @Override
  public void rollout(RolloutSnapshot snapshot) {}

  @Override
  public void summary(DemoReport report) {
    out.println(report.toJson());
  }
}
