package dev.sluice.publisher.delta;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.publisher.patch.BuildPool;
import dev.sluice.publisher.patch.MemoryBudget;
import dev.sluice.publisher.patch.PatchMaker;
import dev.sluice.publisher.patch.WorkDirectory;
import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.publisher.store.ScannedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Builds the patches of releases, one release at a time, with what is needed for that.
///
/// @param limits what is built and what it may cost
/// @param store where artifacts come from and documents go
/// @param uploads takes patches to the store
/// @param work folder for files
/// @param maker makes one patch
/// @param pool where patches are made
/// @param memory that they share
/// @param events tells what was built
/// @param meters counts what it costs and saves
record DeltaBuilder(
    DeltaLimits limits,
    ArtifactStore store,
    PatchUploads uploads,
    WorkDirectory work,
    PatchMaker maker,
    BuildPool pool,
    MemoryBudget memory,
    Announcements events,
    DeltaMeters meters) {
  /// Builds what is missing, and says so after each patch with `deltas.built`, at the end with
  /// `complete`.
  ///
  /// @param stamped the event, for dead letters
  /// @param fleet says what could be bases
  /// @throws IOException if the store, the disk or Kafka fails; what was built until then is
  ///     remembered and announced
  /// @throws InterruptedException if interrupted; the rest is left to another time
  void build(StampedEvent<?> stamped, ArtifactPublished published, FleetView fleet)
      throws IOException, InterruptedException {
    new ReleaseBuild(this, stamped, published).run(fleet);
  }

  /// Takes patches to the store.
  @FunctionalInterface
  interface PatchUploads {
    /// Uploads a file; does nothing if the object is there.
    ///
    /// @throws IOException if the store fails
    void upload(String path, Path file, ScannedFile scanned) throws IOException;
  }

  /// Sends events.
  @FunctionalInterface
  interface Announcements {
    /// Sends one event on the trace of the publication, and waits until it is safe.
    ///
    /// @throws IOException if it is not
    void send(Event event, Optional<TraceParent> trace) throws IOException;
  }
}
