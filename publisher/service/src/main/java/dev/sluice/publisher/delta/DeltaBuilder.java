package dev.sluice.publisher.delta;

import dev.sluice.delta.DiffResult;
import dev.sluice.events.ArtifactPublished;
import dev.sluice.events.ByteString;
import dev.sluice.events.DeadLetter;
import dev.sluice.events.DeltasBuilt;
import dev.sluice.events.EventCodec;
import dev.sluice.events.Running;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.kafka.EventProducer;
import dev.sluice.publisher.catalogue.Catalogue;
import dev.sluice.publisher.catalogue.CatalogueEntry;
import dev.sluice.publisher.delta.BuildOutcome.Broken;
import dev.sluice.publisher.delta.BuildOutcome.Built;
import dev.sluice.publisher.delta.BuildOutcome.DoesNotPay;
import dev.sluice.publisher.delta.WorkDirectory.TemporaryFile;
import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.publisher.store.ScannedFile;
import dev.sluice.publisher.store.UploadProgress;
import dev.sluice.publisher.store.Uploader;
import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.DeltaStep;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceList;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds the patches to one published artifact, newest base first, and says so after each.
///
/// What cannot be built is left out: a broken base becomes a dead letter and the build goes on, so
/// that no rollout waits for it. Only failures of the store, the disk or Kafka come out, for the
/// worker to try again.
final class DeltaBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(DeltaBuilder.class);
  private static final int MAX_REASON_LENGTH = 500;

  private final DeltaLimits limits;
  private final ArtifactStore store;
  private final Catalogue catalogue;
  private final Uploader uploader;
  private final WorkDirectory work;
  private final PatchBuilder patches;
  private final EventProducer events;

  DeltaBuilder(
      DeltaLimits limits,
      ArtifactStore store,
      Uploader uploader,
      WorkDirectory work,
      EventProducer events) {
    this.limits = limits;
    this.store = store;
    this.catalogue = new Catalogue(store);
    this.uploader = uploader;
    this.work = work;
    this.patches = new PatchBuilder(limits, work);
    this.events = events;
  }

  /// Builds what is missing and sends `deltas.built`, at the end with `complete`.
  ///
  /// @param stamped the event, for dead letters
  /// @param artifact the result, one of the event's artifacts
  /// @param candidates bases in order of preference
  void build(
      StampedEvent stamped,
      ArtifactPublished published,
      TargetFile artifact,
      List<Running> candidates)
      throws IOException {
    var ledger = DeltaLedger.read(store, published.release().product(), artifact.sha256());
    var job = new Job(stamped, published, artifact, ledger);
    List<Running> missing =
        artifact.lengthBytes() > limits.maxArtifactBytes()
            ? List.of()
            : candidates.stream()
                .limit(limits.maxBases())
                .filter(base -> !ledger.knows(base.artifact()))
                .toList();
    if (!missing.isEmpty()) {
      buildAll(job, missing);
    }
    send(job, true);
  }

  private void buildAll(Job job, List<Running> bases) throws IOException {
    try (TemporaryFile result = work.newFile("result")) {
      if (!fetch(job.artifact(), result.path())) {
        throw new StoreException(
            job.artifact().path() + ": expected the published artifact, got none or another");
      }
      for (Running base : bases) {
        buildOne(job, result.path(), base);
        if (!base.equals(bases.getLast())) {
          send(job, false);
        }
      }
    }
  }

  private void buildOne(Job job, Path result, Running running) throws IOException {
    Optional<TargetFile> base = findBase(running);
    if (base.isEmpty() || base.get().lengthBytes() > limits.maxArtifactBytes()) {
      LOG.warn(
          "base left out release={} base={} version={} reason={}",
          job.published().release(),
          running.artifact().prefix(),
          running.version(),
          base.isEmpty() ? "not in the catalogue" : "longer than the limit");
      return;
    }
    try (TemporaryFile baseFile = work.newFile("base");
        TemporaryFile patch = work.newFile("patch")) {
      if (!fetch(base.get(), baseFile.path())) {
        bury(job, running.artifact(), "the base is not in the store");
        return;
      }
      keep(job, base.get(), patch.path(), patches.build(baseFile.path(), result, patch.path()));
    }
  }

  private void keep(Job job, TargetFile base, Path patch, BuildOutcome outcome) throws IOException {
    switch (outcome) {
      case Built(var made) -> job.ledger().add(base.sha256(), upload(job, base, made, patch));
      case DoesNotPay(var patchBytes) -> {
        LOG.info(
            "patch does not pay release={} base={} patchBytes={} artifactBytes={}",
            job.published().release(),
            base.sha256().prefix(),
            patchBytes,
            job.artifact().lengthBytes());
        job.ledger().addNone(base.sha256(), "a patch of " + patchBytes + " bytes");
      }
      case Broken(var reason) -> {
        bury(job, base.sha256(), reason);
        job.ledger().addNone(base.sha256(), reason);
      }
    }
  }

  /// The artifact that a device says it runs, if its version was published here with these bytes.
  private Optional<TargetFile> findBase(Running running) throws StoreException {
    var release = new ReleaseId(running.product(), running.version());
    return catalogue
        .find(release)
        .map(CatalogueEntry::offer)
        .filter(offer -> offer.digest().equals(running.artifact()))
        .map(offer -> offer.target(release));
  }

  /// Whether the target's own bytes are now in the file.
  private boolean fetch(TargetFile target, Path file) throws IOException {
    String path = ObjectPaths.target(target.path(), target.sha256());
    return store.download(path, target.lengthBytes(), file)
        && scan(file).digest().equals(target.sha256());
  }

  private TargetFile upload(Job job, TargetFile base, DiffResult made, Path patch)
      throws IOException {
    ScannedFile scanned = scan(patch);
    uploader.upload(ObjectPaths.patch(scanned.digest()), patch, scanned, UploadProgress.NONE);
    var step =
        new DeltaStep(
            scanned.digest(),
            scanned.lengthBytes(),
            job.artifact().sha256(),
            job.artifact().lengthBytes(),
            made.memoryBytes(),
            made.scratchBytes());
    var descriptor =
        new DeltaDescriptor(
            job.published().release().product(),
            new DeltaBase.Existing(base.sha256(), base.lengthBytes()),
            List.of(step));
    byte[] document = descriptor.encode();
    Digest digest = Digest.sha256(document);
    store.put(ObjectPaths.target(descriptor.path(), digest), document);
    LOG.info(
        "patch built release={} base={} patchBytes={} artifactBytes={}",
        job.published().release(),
        base.sha256().prefix(),
        scanned.lengthBytes(),
        job.artifact().lengthBytes());
    return new TargetFile(descriptor.path(), document.length, digest, JsonObject.empty());
  }

  private static ScannedFile scan(Path file) throws IOException {
    return ScannedFile.scan(file, SliceList.DEFAULT_SLICE_LENGTH_BYTES);
  }

  private void bury(Job job, Digest base, String reason) throws IOException {
    String key = job.published().key();
    LOG.error("patch broken key={} base={} reason={}", key, base.prefix(), reason);
    events.send(
        new DeadLetter(
            Topic.ARTIFACTS.kafkaName(),
            key,
            "patch from " + base.prefix() + ": " + shorten(reason),
            DeltaWorker.GROUP,
            ByteString.of(EventCodec.encodeStructured(job.stamped()))));
  }

  private static String shorten(String reason) {
    return reason.substring(0, Math.min(reason.length(), MAX_REASON_LENGTH));
  }

  private void send(Job job, boolean complete) throws IOException {
    events.send(
        new DeltasBuilt(
            job.published().release(),
            job.published().counter(),
            job.artifact().sha256(),
            job.ledger().descriptors(),
            complete));
  }

  /// One artifact to build patches to.
  private record Job(
      StampedEvent stamped, ArtifactPublished published, TargetFile artifact, DeltaLedger ledger) {}
}
