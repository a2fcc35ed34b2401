package dev.sluice.testkit;

import java.util.Optional;

/// Checks that something holds for all inputs, by trying many generated ones.
///
/// ```java
/// Property.check("slices tile the artifact", 200, seed -> {
///   var length = seed.length(10_000_000);
///   …
/// });
/// ```
///
/// A failure names the seed and the one command that repeats it, after looking for a smaller input:
/// the same seed is tried with all sizes cut down, and the smallest that still fails is the one
/// reported.
public final class Property {
  private static final int[] SMALLER_SCALES = {1, 2, 5, 10, 25, 50};

  private Property() {}

  /// One trial: throws (an assertion error or anything else) when the property does not hold.
  @FunctionalInterface
  public interface Trial {
    /// Draws an input from `seed` and checks it.
    void run(Seeded seed) throws Exception;
  }

  /// Runs the trial under `runs` seeds that follow from `name`, or under those that [Seeds] is told
  /// to use.
  ///
  /// @throws AssertionError at the first seed that fails, with what failed as its cause
  public static void check(String name, int runs, Trial trial) {
    for (var seeded : Seeds.of(name, runs)) {
      var failure = attempt(trial, seeded);
      if (failure.isPresent()) {
        throw describe(name, trial, seeded, failure.get());
      }
    }
  }

  /// As [#check(String, int, Trial)], on all cores: for trials that take long and share nothing.
  ///
  /// @throws AssertionError at the first of the seeds, in their order, that fails
  public static void checkInParallel(String name, int runs, Trial trial) {
    Seeds.of(name, runs).parallelStream()
        .flatMap(seeded -> attempt(trial, seeded).map(e -> new Failed(seeded, e)).stream())
        .findFirst()
        .ifPresent(
            failed -> {
              throw describe(name, trial, failed.seeded(), failed.failure());
            });
  }

  private record Failed(Seeded seeded, Throwable failure) {}

  private static AssertionError describe(
      String name, Trial trial, Seeded seeded, Throwable failure) {
    var smallest = seeded;
    var cause = failure;
    for (int scale : SMALLER_SCALES) {
      if (scale >= seeded.scale()) {
        break;
      }
      var smaller = new Seeded(seeded.seed(), scale);
      var again = attempt(trial, new Seeded(seeded.seed(), scale));
      if (again.isPresent()) {
        smallest = smaller;
        cause = again.get();
        break;
      }
    }
    return new AssertionError(
        "\""
            + name
            + "\" does not hold for "
            + smallest
            + ": "
            + cause.getMessage()
            + "\nrepeat it with: "
            + Seeds.commandFor(smallest),
        cause);
  }

  /// Everything that a trial throws is its finding, errors included: an overflowing stack is one
  /// too.
  private static Optional<Throwable> attempt(Trial trial, Seeded seeded) {
    try {
      trial.run(new Seeded(seeded.seed(), seeded.scale()));
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(e);
    } catch (Exception | AssertionError | StackOverflowError e) {
      return Optional.of(e);
    }
  }
}
