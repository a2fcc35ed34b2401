package dev.sluice.update;

import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.DeltaStep;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.SliceList;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.Effect.Severity;
import dev.sluice.update.Phase.Applying;
import dev.sluice.update.Phase.CheckingBase;
import dev.sluice.update.Phase.CheckingPart;
import dev.sluice.update.Phase.CheckingPatch;
import dev.sluice.update.Phase.CheckingReady;
import dev.sluice.update.Phase.CheckingResult;
import dev.sluice.update.Phase.CheckingSlices;
import dev.sluice.update.Phase.Delta;
import dev.sluice.update.Phase.FetchingPatch;
import dev.sluice.update.Phase.FetchingSlice;
import dev.sluice.update.Phase.FetchingSliceList;
import dev.sluice.update.Phase.Origin;
import dev.sluice.update.Phase.RecheckingBase;
import dev.sluice.update.Request.Bytes;
import dev.sluice.update.UpdateEvent.Answer;
import dev.sluice.update.UpdateEvent.Digested;
import dev.sluice.update.UpdateEvent.SlicesDigested;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Brings the bytes of an artifact together: what is there already, else a patch, else its slices.
final class Transfer {
  private Transfer() {}

  /// Begins with a plan that was just decided.
  static void begin(Run run, Plan plan) {
    run.remember(run.memory.withJob(new Job.Underway(plan, Job.Step.FETCHING)));
    run.log(
        Severity.INFO,
        "release chosen",
        "release",
        plan.release().toString(),
        "artifact",
        plan.artifact().digest().prefix(),
        "rollout",
        plan.rollout().toString());
    run.digest(new CheckingReady(plan), plan.file());
  }

  static void readyChecked(Run run, CheckingReady phase, Answer answer) {
    if (hasDigest(answer, phase.plan().artifact().digest())) {
      Switch.whenReady(run, phase.plan());
    } else {
      run.digest(new CheckingBase(phase.plan()), new LocalFile.Installed());
    }
  }

  static void baseChecked(Run run, CheckingBase phase, Answer answer) {
    if (!(answer instanceof Digested installed)) {
      fetchSliceList(run, phase.plan());
    } else if (installed.digest().equals(phase.plan().artifact().digest())) {
      Switch.installed(run, phase.plan());
    } else {
      Lookup.findDelta(run, phase.plan(), installed.digest());
    }
  }

  /// Judges a descriptor that the deltas role vouches for.
  static void deltaFound(Run run, Plan plan, Digest base, DeltaDescriptor descriptor) {
    boolean fits =
        descriptor
                .path()
                .equals(
                    DeltaDescriptor.path(plan.release().product(), plan.artifact().digest(), base))
            && descriptor.resultLengthBytes() == plan.artifact().lengthBytes();
    if (!fits) {
      fullArtifact(run, plan, "the delta descriptor speaks of other artifacts");
    } else if (descriptor.steps().size() != 1) {
      fullArtifact(run, plan, "the delta descriptor names a chain of patches");
    } else if (descriptor.memoryBytes() > run.settings.maxMemoryBytes()) {
      fullArtifact(
          run,
          plan,
          "the patch needs %d bytes of memory, allowed are %d"
              .formatted(descriptor.memoryBytes(), run.settings.maxMemoryBytes()));
    } else {
      var delta = new Delta(base, descriptor, false);
      run.add(new Effect.KeepDownloads(Set.of(delta.file(), plan.file())));
      run.digest(new CheckingPart(plan, delta), delta.file());
    }
  }

  static void partChecked(Run run, CheckingPart phase, Answer answer) {
    Delta delta = phase.delta();
    if (hasDigest(answer, delta.step().patch())) {
      recheckBase(run, phase.plan(), delta);
      return;
    }
    long there = answer instanceof Digested digested ? digested.lengthBytes() : 0;
    boolean canResume = there < delta.step().patchLengthBytes();
    long start = canResume ? there - there % Limits.PATCH_PART_BYTES : 0;
    fetchPatch(run, phase.plan(), delta, start);
  }

  private static void fetchPatch(Run run, Plan plan, Delta delta, long start) {
    long end = Math.min(start + Limits.PATCH_PART_BYTES, delta.step().patchLengthBytes());
    var range = new ByteRange.Part(start, end);
    run.enter(
        new FetchingPatch(plan, delta, start),
        new Bytes(
            delta.name(),
            ObjectPaths.patch(delta.step().patch()),
            range,
            range.lengthBytes(),
            delta.isSecondTry()));
  }

  static void patchPartFetched(Run run, FetchingPatch phase, Content content) {
    long length = lengthOf(run.wantedBytes());
    if (content.lengthBytes() != length) {
      patchPartRefused(run, phase, lengthMismatch(length, content));
      return;
    }
    var next = new FetchingPatch(phase.plan(), phase.delta(), phase.startBytes() + length);
    run.enter(
        next,
        number -> new Effect.Write(number, phase.delta().file(), phase.startBytes(), content));
  }

  static void patchPartRefused(Run run, FetchingPatch phase, String reason) {
    if (!run.refuse(reason)) {
      fullArtifact(run, phase.plan(), "the patch was refused twice");
    }
  }

  static void patchPartWritten(Run run, FetchingPatch phase) {
    if (phase.startBytes() < phase.delta().descriptor().patchLengthBytes()) {
      fetchPatch(run, phase.plan(), phase.delta(), phase.startBytes());
    } else {
      run.digest(new CheckingPatch(phase.plan(), phase.delta()), phase.delta().file());
    }
  }

  static void patchChecked(Run run, CheckingPatch phase, Answer answer) {
    Delta delta = phase.delta();
    Digest expected = delta.step().patch();
    if (hasDigest(answer, expected)) {
      recheckBase(run, phase.plan(), delta);
      return;
    }
    String reason =
        answer instanceof Digested digested
            ? Run.mismatch(expected, digested.digest())
            : "the file must be there after it was written, it is not";
    run.log(
        Severity.WARN,
        "refused " + delta.name() + ": " + reason,
        "path",
        ObjectPaths.patch(expected),
        "again",
        delta.isSecondTry() ? "no" : "with no-cache");
    if (delta.isSecondTry()) {
      fullArtifact(run, phase.plan(), "the patch was refused twice");
    } else {
      fetchPatch(run, phase.plan(), new Delta(delta.base(), delta.descriptor(), true), 0);
    }
  }

  private static void recheckBase(Run run, Plan plan, Delta delta) {
    run.digest(new RecheckingBase(plan, delta), new LocalFile.Installed());
  }

  static void baseRechecked(Run run, RecheckingBase phase, Answer answer) {
    Delta delta = phase.delta();
    if (!hasDigest(answer, delta.base())) {
      fullArtifact(run, phase.plan(), "the installed file changed while the patch was fetched");
      return;
    }
    DeltaStep step = delta.step();
    run.remember(run.memory.withJob(new Job.Underway(phase.plan(), Job.Step.APPLYING)));
    run.enter(
        new Applying(phase.plan(), delta),
        number ->
            new Effect.ApplyPatch(
                number,
                delta.base(),
                step.patch(),
                step.result(),
                step.resultLengthBytes(),
                run.settings.maxMemoryBytes(),
                step.scratchBytes()));
  }

  static void applied(Run run, Applying phase) {
    run.digest(new CheckingResult(phase.plan(), Origin.PATCH), phase.plan().file());
  }

  /// Gives up on the patch: any doubt means the full artifact.
  static void fullArtifact(Run run, Plan plan, String reason) {
    run.log(
        Severity.INFO,
        "fetching the full artifact",
        "reason",
        reason,
        "artifact",
        plan.artifact().digest().prefix());
    fetchSliceList(run, plan);
  }

  private static void fetchSliceList(Run run, Plan plan) {
    run.add(new Effect.KeepDownloads(Set.of(plan.file())));
    long length =
        SliceList.encodedLengthBytes(
            plan.slices().sliceLengthBytes(), plan.artifact().lengthBytes());
    run.enter(
        new FetchingSliceList(plan),
        new Bytes(
            "slice list of " + plan.artifactPath(),
            ObjectPaths.sliceList(plan.slices().sliceList()),
            new ByteRange.Whole(),
            length,
            false));
  }

  static void sliceListFetched(Run run, FetchingSliceList phase, Content content) {
    Plan plan = phase.plan();
    Digest expected = plan.slices().sliceList();
    if (!content.digest().equals(expected)) {
      sliceListRefused(run, phase, Run.mismatch(expected, content.digest()));
      return;
    }
    SliceList.decode(
            plan.slices().sliceLengthBytes(), plan.artifact().lengthBytes(), content.bytes())
        .ifPresentOrElse(
            list -> checkSlices(run, plan, list),
            () -> Switch.failed(run, plan, "the slice list does not fit the artifact's length"));
  }

  static void sliceListRefused(Run run, FetchingSliceList phase, String reason) {
    if (!run.refuse(reason)) {
      Switch.failed(run, phase.plan(), "slice list refused: " + reason);
    }
  }

  private static void checkSlices(Run run, Plan plan, SliceList list) {
    run.enter(
        new CheckingSlices(plan, list),
        number -> new Effect.DigestSlices(number, plan.file(), list.sliceLengthBytes()));
  }

  /// Only slices that are missing or wrong are fetched.
  static void slicesChecked(Run run, CheckingSlices phase, Answer answer) {
    List<Digest> there = answer instanceof SlicesDigested slices ? slices.digests() : List.of();
    List<Digest> wanted = phase.list().digests();
    List<Integer> missing =
        IntStream.range(0, wanted.size())
            .filter(i -> i >= there.size() || !there.get(i).equals(wanted.get(i)))
            .boxed()
            .toList();
    if (missing.size() < wanted.size()) {
      run.log(
          Severity.INFO,
          "resuming the download",
          "slices",
          String.valueOf(wanted.size()),
          "missing",
          String.valueOf(missing.size()));
    }
    fetchSlice(run, new FetchingSlice(phase.plan(), phase.list(), missing, 0));
  }

  private static void fetchSlice(Run run, FetchingSlice next) {
    if (next.at() == next.missing().size()) {
      run.digest(new CheckingResult(next.plan(), Origin.SLICES), next.plan().file());
      return;
    }
    run.enter(
        next,
        new Bytes(
            "slice " + next.slice() + " of " + next.plan().artifactPath(),
            ObjectPaths.target(next.plan().artifactPath(), next.plan().artifact().digest()),
            next.range(),
            next.range().lengthBytes(),
            false));
  }

  static void sliceFetched(Run run, FetchingSlice phase, Content content) {
    Digest expected = phase.list().digests().get(phase.slice());
    if (content.lengthBytes() != phase.range().lengthBytes()) {
      sliceRefused(run, phase, lengthMismatch(phase.range().lengthBytes(), content));
    } else if (!content.digest().equals(expected)) {
      sliceRefused(run, phase, Run.mismatch(expected, content.digest()));
    } else {
      run.enter(
          phase,
          number -> new Effect.Write(number, phase.plan().file(), phase.range().start(), content));
    }
  }

  static void sliceRefused(Run run, FetchingSlice phase, String reason) {
    String name = run.wantedBytes().name();
    if (!run.refuse(reason)) {
      Switch.failed(run, phase.plan(), name + " refused: " + reason);
    }
  }

  static void sliceWritten(Run run, FetchingSlice phase) {
    fetchSlice(run, new FetchingSlice(phase.plan(), phase.list(), phase.missing(), phase.at() + 1));
  }

  static boolean hasDigest(Answer answer, Digest expected) {
    return answer instanceof Digested digested && digested.digest().equals(expected);
  }

  private static long lengthOf(Bytes want) {
    return want.range() instanceof ByteRange.Part part ? part.lengthBytes() : want.maxLengthBytes();
  }

  private static String lengthMismatch(long expected, Content content) {
    return "length must be %d bytes, got %d".formatted(expected, content.lengthBytes());
  }
}
