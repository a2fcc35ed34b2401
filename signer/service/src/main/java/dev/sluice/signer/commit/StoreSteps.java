package dev.sluice.signer.commit;

import dev.sluice.repository.RepositoryStep;
import dev.sluice.repository.RepositoryStep.Ended;
import dev.sluice.repository.RepositoryStep.Measure;
import dev.sluice.repository.RepositoryStep.Read;
import dev.sluice.repository.RepositoryStep.Standing;
import dev.sluice.repository.RepositoryStep.TellTime;
import dev.sluice.repository.RepositoryStep.WriteOnce;
import dev.sluice.repository.RepositoryStep.WriteTimestamp;
import dev.sluice.repository.StoredFile;
import dev.sluice.store.ObjectStore;
import dev.sluice.store.ObjectStore.Expected;
import dev.sluice.tuf.metadata.MetadataPaths;
import java.io.IOException;
import java.time.InstantSource;

/// Performs steps of the repository's core in an object store. For any number of threads.
///
/// @param clock what is signed is signed at its time
/// @param watch looks on
record StoreSteps(ObjectStore store, InstantSource clock, SigningWatch watch) {
  /// Performs all steps of some work; what it has come to.
  ///
  /// @throws IOException if the store, a key or the watch fails, or what stands there is not to be
  ///     worked with; the work may have come true or not, and may be begun again
  <T> T perform(RepositoryStep<T> first) throws IOException {
    RepositoryStep<T> step = first;
    while (true) {
      // Ends: the core counts its attempts.
      switch (step) {
        case Ended<T>(var result) -> {
          return result;
        }
        case Read<T>(var path, var maxLengthBytes, var then) ->
            step =
                then.with(
                    store
                        .find(path, maxLengthBytes)
                        .map(found -> new StoredFile(found.content(), found.entityTag())));
        case Measure<T>(var path, var then) -> step = then.with(store.findLengthBytes(path));
        case TellTime<T>(var then) -> {
          watch.beforeSigning();
          step = then.with(clock.instant());
        }
        case WriteOnce<T>(var path, var content, var then) ->
            step = then.with(store.writeOnce(path, content.bytes()));
        case WriteTimestamp<T>(var content, var expected, var then) ->
            step =
                then.with(
                    store.write(MetadataPaths.timestamp(), content.bytes(), expected(expected)));
      }
    }
  }

  private static Expected expected(Standing standing) {
    return switch (standing) {
      case Standing.Nothing() -> new Expected.Absent();
      case Standing.Tagged(var tag) -> new Expected.Unchanged(tag);
    };
  }
}
