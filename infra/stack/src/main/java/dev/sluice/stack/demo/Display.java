package dev.sluice.stack.demo;

import dev.sluice.events.rollout.RolloutSnapshot;
import java.time.Duration;

/// Where a demo run shows itself. Called by one thread.
public interface Display {
  /// Opens the run: what will be done, with which input.
  void title(String text);

  /// Something starts that takes a while.
  void working(String text);

  /// The thing that was being worked on is done.
  void done(String text, Duration took);

  /// A rollout moved.
  void rollout(RolloutSnapshot snapshot);

  /// The run is over.
  void summary(DemoReport report);
}
