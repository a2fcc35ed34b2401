package dev.sluice.bench;

import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the benchmarks and prints JMH's table.
public final class Benchmarks {
  private Benchmarks() {}

  /// Runs those whose names match one of the regular expressions, or all if there is none.
  public static void main(String[] patterns) throws RunnerException {
    var options = new OptionsBuilder().shouldFailOnError(true);
    for (var pattern : patterns) {
      options.include(pattern);
    }
    var _ = new Runner(options.build()).run();
  }
}
