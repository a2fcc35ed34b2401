package dev.sluice.update.fetch;

import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.DeltaStep;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.order.InPlaceOrder;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.order.PatchOrder;
import dev.sluice.update.settings.UpdateSettings;
import java.util.HashSet;
import java.util.Set;

/// Patches that are worth trying, and how it goes with the one that is under way.
///
/// @param base what the first of them starts from
/// @param descriptor what the deltas role says of them
/// @param at which step is under way
/// @param isInPlace whether it is applied over the installed file, once all of it is there
/// @param isSecondTry whether its patch was refused once and is now fetched with cache bypass
/// @param isResumed whether it went on from a checkpoint of an earlier run
/// @param objection why it cannot be applied; empty as long as nothing speaks against it
public record Delta(
    PatchBase base,
    DeltaDescriptor descriptor,
    int at,
    boolean isInPlace,
    boolean isSecondTry,
    boolean isResumed,
    String objection) {
  static Delta of(PatchBase base, DeltaDescriptor descriptor) {
    return new Delta(base, descriptor, 0, false, false, false, "");
  }

  Delta atStep(int step) {
    return new Delta(base, descriptor, step, isInPlace, false, false, "");
  }

  Delta inPlace() {
    return new Delta(base, descriptor, at, true, isSecondTry, isResumed, objection);
  }

  Delta triedAgain() {
    return new Delta(base, descriptor, at, isInPlace, true, false, "");
  }

  Delta resumed() {
    return new Delta(base, descriptor, at, isInPlace, isSecondTry, true, objection);
  }

  Delta begunAnew() {
    return new Delta(base, descriptor, at, isInPlace, isSecondTry, false, "");
  }

  Delta objectedTo(String reason) {
    return new Delta(base, descriptor, at, isInPlace, isSecondTry, isResumed, reason);
  }

  boolean isObjectedTo() {
    return !objection.isEmpty();
  }

  DeltaStep step() {
    return descriptor.steps().get(at);
  }

  boolean isFirst() {
    return at == 0;
  }

  boolean isLast() {
    return at == descriptor.steps().size() - 1;
  }

  /// What the step starts from.
  PatchBase stepBase() {
    if (isFirst()) {
      return base;
    }
    DeltaStep before = descriptor.steps().get(at - 1);
    return new PatchBase.File(new LocalFile.Artifact(before.result()), before.result());
  }

  /// How the log calls the step.
  String name() {
    return "patch " + prefix();
  }

  /// The start of the patch's digest, for logs.
  String prefix() {
    return step().patch().prefix();
  }

  LocalFile.Patch file() {
    return new LocalFile.Patch(step().patch());
  }

  PatchOrder order(UpdateSettings settings) {
    return new PatchOrder(
        stepBase(),
        step().patch(),
        step().patchLengthBytes(),
        step().result(),
        step().resultLengthBytes(),
        settings.maxMemoryBytes(),
        step().scratchBytes(),
        settings.pieces().stepBytes());
  }

  InPlaceOrder inPlaceOrder(UpdateSettings settings) {
    return new InPlaceOrder(
        step().patch(),
        step().result(),
        step().resultLengthBytes(),
        settings.maxMemoryBytes(),
        step().scratchBytes());
  }

  /// Whether all of the patch must be there before it is of use.
  boolean isWantedWhole() {
    return isInPlace || isObjectedTo();
  }

  /// How much the step takes that takes most: what it starts from, unless that is installed, its
  /// patch, and what it makes.
  long mostRoomBytes() {
    long most = 0;
    long sourceBytes = 0;
    for (DeltaStep step : descriptor.steps()) {
      most =
          Math.max(
              most,
              sourceBytes
                  + step.patchLengthBytes()
                  + step.resultLengthBytes()
                  + step.scratchBytes());
      sourceBytes = step.resultLengthBytes();
    }
    return most;
  }

  /// The downloads that the step needs or makes.
  Set<LocalFile> stepFiles() {
    Set<LocalFile> files = stepSources();
    files.add(file());
    if (isInPlace) {
      return files;
    }
    files.add(new LocalFile.Checkpoint(step().patch()));
    files.add(new LocalFile.Artifact(step().result()));
    return files;
  }

  /// The downloads that the step starts from: none, unless a step came before it.
  Set<LocalFile> stepSources() {
    Set<LocalFile> files = new HashSet<>();
    if (!isFirst() && stepBase() instanceof PatchBase.File(var before, _)) {
      files.add(before);
    }
    return files;
  }

  /// The downloads of all steps: after a restart any of them may be under way.
  Set<LocalFile> files() {
    Set<LocalFile> files = new HashSet<>();
    for (int step = 0; step < descriptor.steps().size(); step++) {
      files.addAll(atStep(step).stepFiles());
    }
    return files;
  }
}
