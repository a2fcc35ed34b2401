package dev.sluice.simulation.content;

import java.util.function.Consumer;

/// Where content comes from: the next tier towards the origin.
@FunctionalInterface
public interface Upstream {
  /// Asks for bytes. The answer comes later, once.
  void fetch(Asked asked, Consumer<Answer> then);
}
