package dev.sluice.simulation.stamp;

import dev.sluice.repository.RepositoryStep;
import dev.sluice.repository.RepositoryStep.Ended;
import dev.sluice.repository.RepositoryStep.Measure;
import dev.sluice.repository.RepositoryStep.Read;
import dev.sluice.repository.RepositoryStep.TellTime;
import dev.sluice.repository.RepositoryStep.WriteOnce;
import dev.sluice.repository.RepositoryStep.WriteTimestamp;
import java.io.IOException;
import java.time.Instant;

/// Performs steps of the repository's core in the stamp's store, each at once and without faults.
///
/// @param now when the signatures are made
record StoreSession(StampStore store, Instant now) {
  /// Performs one step, and gives the next.
  <T> RepositoryStep<T> next(RepositoryStep<T> step) throws IOException {
    return switch (step) {
      case Read<T>(var path, _, var then) -> then.with(store.find(path));
      case Measure<T>(var path, var then) -> then.with(store.findLengthBytes(path));
      case TellTime<T>(var then) -> then.with(now);
      case WriteOnce<T>(var path, var content, var then) ->
          then.with(store.writeOnce(path, content));
      case WriteTimestamp<T>(var content, var expected, var then) ->
          then.with(store.writeTimestamp(content, expected));
      case Ended<T> ended -> ended;
    };
  }

  /// Performs all steps of some work, while nobody else gets a turn.
  <T> T perform(RepositoryStep<T> first) {
    var step = first;
    try {
      // Ends: the core counts its attempts.
      while (!(step instanceof Ended<T>(var result))) {
        step = next(step);
      }
      return result;
    } catch (IOException e) {
      throw new IllegalStateException("a store in memory and keys at hand must not fail", e);
    }
  }
}
