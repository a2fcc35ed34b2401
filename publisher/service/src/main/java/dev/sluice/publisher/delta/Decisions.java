package dev.sluice.publisher.delta;

import dev.sluice.diff.DiffResult;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.publisher.delta.ArtifactBuild.Decidable;
import dev.sluice.publisher.delta.Attempt.Failed;
import dev.sluice.publisher.delta.Attempt.Made;
import dev.sluice.publisher.delta.Attempt.NotTried;
import dev.sluice.publisher.delta.Candidate.Earlier;
import dev.sluice.publisher.delta.Candidate.Nothing;
import dev.sluice.publisher.patch.BuildOutcome.Broken;
import dev.sluice.publisher.patch.BuildOutcome.Built;
import dev.sluice.publisher.patch.BuildOutcome.TooLong;
import dev.sluice.publisher.store.ScannedFile;
import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.DeltaStep;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.SliceList;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides what is offered from each base of a release, and brings it into the store.
///
/// | patch at once | chain | offered |
/// |---|---|---|
/// | pays | is shorter | chain |
/// | pays | none, or not shorter | patch |
/// | does not pay | pays | chain; older bases are not tried |
/// | does not pay | none | nothing; older bases are not tried |
/// | broken, or not tried | pays | chain |
/// | broken, or not tried | none | nothing |
///
/// A patch or a chain pays if it saves enough of the compressed full artifact. A broken one becomes
/// a dead letter.
final class Decisions {
  private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

  private final DeltaBuilder tools;
  private final StampedEvent<?> stamped;
  private final ArtifactPublished published;
  private final Descriptors descriptors;
  private final Chains chains;

  /// @param stamped the event, for dead letters
  Decisions(DeltaBuilder tools, StampedEvent<?> stamped, ArtifactPublished published) {
    this.tools = tools;
    this.stamped = stamped;
    this.published = published;
    this.descriptors = new Descriptors(tools.store());
    this.chains =
        new Chains(tools.limits(), tools.store(), descriptors, published.release().product());
  }

  /// Goes on from what an earlier run has built.
  void takeUp(ArtifactBuild build) throws StoreException {
    Optional<TargetFile> full = build.ledger().find(new DeltaBase.None());
    if (full.isPresent()) {
      descriptors
          .find(full.get())
          .ifPresent(descriptor -> build.setFullBytes(descriptor.patchLengthBytes()));
    }
  }

  /// Decides on one candidate.
  ///
  /// @return whether there is a descriptor for it
  /// @throws IOException if the store or Kafka fails; the candidate is left for another time
  boolean decide(ArtifactBuild build, Decidable decidable) throws IOException {
    return switch (decidable.attempt()) {
      case Failed(var reason) -> throw reason;
      case NotTried() ->
          decidable.candidate() instanceof Earlier base
              && chain(build, base.base(), maxPatchBytes(build), false);
      case Made made ->
          switch (decidable.candidate()) {
            case Nothing nothing -> decideFull(build, nothing.base(), made);
            case Earlier base -> decidePatch(build, base.base(), made);
          };
    };
  }

  private boolean decideFull(ArtifactBuild build, DeltaBase none, Made made) throws IOException {
    switch (made.outcome()) {
      case Built(var patch) -> {
        // First, as it is true even if the upload fails.
        build.setFullBytes(patch.patchBytes());
        offer(build, none, List.of(upload(build, patch, made.patch())), false);
        return true;
      }
      case TooLong(var bytes) -> {
        LOG.atInfo()
            .addKeyValue("release", published.release())
            .addKeyValue("compressedBytes", bytes)
            .addKeyValue("artifactBytes", build.artifact().lengthBytes())
            .log("compressing does not pay");
        build.ledger().addNone(none, bytes + " bytes compressed", false);
      }
      case Broken(var reason) -> {
        bury(none, reason);
        build.ledger().addNone(none, reason, false);
      }
    }
    return false;
  }

  private boolean decidePatch(ArtifactBuild build, DeltaBase base, Made made) throws IOException {
    long maxBytes = maxPatchBytes(build);
    return switch (made.outcome()) {
      case Built(var patch) when patch.patchBytes() <= maxBytes -> {
        if (!chain(build, base, patch.patchBytes() - 1, false)) {
          offer(build, base, List.of(upload(build, patch, made.patch())), false);
        }
        yield true;
      }
      case Built(var patch) -> doesNotPay(build, base, patch.patchBytes());
      case TooLong(var bytes) -> doesNotPay(build, base, bytes);
      case Broken(var reason) -> {
        bury(base, reason);
        yield chainOrNothing(build, base, reason, false);
      }
    };
  }

  private boolean doesNotPay(ArtifactBuild build, DeltaBase base, long patchBytes)
      throws IOException {
    LOG.atInfo()
        .addKeyValue("release", published.release())
        .addKeyValue("base", prefix(base))
        .addKeyValue("patchBytes", patchBytes)
        .addKeyValue("fullBytes", build.fullBytes())
        .log("patch does not pay");
    build.endTrying();
    return chainOrNothing(build, base, "a patch of " + patchBytes + " bytes", true);
  }

  private boolean chainOrNothing(
      ArtifactBuild build, DeltaBase base, String reason, boolean endsTrying) throws IOException {
    if (chain(build, base, maxPatchBytes(build), endsTrying)) {
      return true;
    }
    build.ledger().addNone(base, reason, endsTrying);
    return false;
  }

  private boolean chain(ArtifactBuild build, DeltaBase base, long maxBytes, boolean endsTrying)
      throws IOException {
    Optional<List<DeltaStep>> steps = chains.findShortest(base, build.ledger(), maxBytes);
    if (steps.isEmpty()) {
      return false;
    }
    offer(build, base, steps.get(), endsTrying);
    return true;
  }

  /// What a device downloads by each descriptor; 0 where it cannot be read.
  List<Long> patchBytes(List<TargetFile> targets) throws StoreException {
    List<Long> bytes = new ArrayList<>();
    for (TargetFile target : targets) {
      bytes.add(descriptors.find(target).map(DeltaDescriptor::patchLengthBytes).orElse(0L));
    }
    return bytes;
  }

  private long maxPatchBytes(ArtifactBuild build) {
    return tools.limits().maxPatchBytes(build.fullBytes());
  }

  private void offer(ArtifactBuild build, DeltaBase base, List<DeltaStep> steps, boolean endsTrying)
      throws IOException {
    var descriptor = new DeltaDescriptor(published.release().product(), base, steps);
    build.ledger().add(base, descriptors.write(descriptor), endsTrying);
    tools.meters().built().increment();
    tools
        .meters()
        .savedBytes()
        .increment((double) (build.artifact().lengthBytes() - descriptor.patchLengthBytes()));
    LOG.atInfo()
        .addKeyValue("release", published.release())
        .addKeyValue("base", prefix(base))
        .addKeyValue("steps", steps.size())
        .addKeyValue("patchBytes", descriptor.patchLengthBytes())
        .addKeyValue("artifactBytes", build.artifact().lengthBytes())
        .log("patch built");
  }

  private DeltaStep upload(ArtifactBuild build, DiffResult made, Path patch) throws IOException {
    ScannedFile scanned = ScannedFile.scan(patch, SliceList.DEFAULT_SLICE_LENGTH_BYTES);
    tools.uploads().upload(ObjectPaths.patch(scanned.digest()), patch, scanned);
    return new DeltaStep(
        scanned.digest(),
        scanned.lengthBytes(),
        build.artifact().sha256(),
        build.artifact().lengthBytes(),
        made.memoryBytes(),
        made.scratchBytes(),
        made.work());
  }

  private void bury(DeltaBase base, String reason) throws IOException {
    String key = published.key();
    LOG.atError()
        .addKeyValue("key", key)
        .addKeyValue("base", prefix(base))
        .addKeyValue("reason", reason)
        .log("patch broken");
    tools
        .events()
        .send(
            DeadLetter.about(
                stamped, "patch from " + prefix(base) + ": " + reason, DeltaWorker.GROUP),
            stamped.trace());
  }

  private static String prefix(DeltaBase base) {
    return switch (base) {
      case DeltaBase.Existing(var digest, _) -> digest.prefix();
      case DeltaBase.None none -> none.text();
    };
  }
}
