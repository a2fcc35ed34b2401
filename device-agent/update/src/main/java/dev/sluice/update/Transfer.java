package dev.sluice.update;

import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.report.Progress;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.SliceList;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.update.Phase.CheckingBase;
import dev.sluice.update.Phase.CheckingReady;
import dev.sluice.update.Phase.CheckingResult;
import dev.sluice.update.Phase.CheckingSlices;
import dev.sluice.update.Phase.FetchingSlice;
import dev.sluice.update.Phase.FetchingSliceList;
import dev.sluice.update.Phase.Origin;
import dev.sluice.update.Request.Bytes;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.order.PatchBase;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.UpdateEvent.Answer;
import dev.sluice.update.port.UpdateEvent.Digested;
import dev.sluice.update.port.UpdateEvent.SlicesDigested;
import dev.sluice.update.verify.DigestCheck;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Brings the bytes of an artifact together: what is there already, else a patch, else its slices.
final class Transfer {
  private Transfer() {}

  /// Begins with a plan that was just decided.
  static void begin(Run run, Plan plan) {
    run.memory = Telling.noted(run, plan, new Progress.Started());
    remember(run, plan, Job.Step.FETCHING);
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
    if (DigestCheck.isPassed(answer, phase.plan().artifact().digest())) {
      Telling.wasFetched(run, phase.plan());
      Switch.whenReady(run, phase.plan());
    } else {
      run.digest(new CheckingBase(phase.plan()), new LocalFile.Installed());
    }
  }

  static void baseChecked(Run run, CheckingBase phase, Answer answer) {
    Plan plan = phase.plan();
    if (DigestCheck.isPassed(answer, plan.artifact().digest())) {
      Proof.begin(run, plan, "", "");
      return;
    }
    switch (route(run.memory, plan)) {
      case PATCH -> {
        if (answer instanceof Digested installed) {
          Patching.find(
              run, plan, new PatchBase.File(new LocalFile.Installed(), installed.digest()));
        } else {
          nextRoute(run, plan, "nothing is installed");
        }
      }
      case COMPRESSED -> Patching.find(run, plan, new PatchBase.Nothing());
      case SLICES -> fetchSliceList(run, plan);
    }
  }

  /// Gives up on the way that the bytes come now, for good: any doubt means the next one.
  static void nextRoute(Run run, Plan plan, String reason) {
    Job.Route next =
        route(run.memory, plan) == Job.Route.PATCH ? Job.Route.COMPRESSED : Job.Route.SLICES;
    run.log(
        Severity.INFO,
        "fetching the full artifact",
        "route",
        next.jsonName(),
        "reason",
        reason,
        "artifact",
        plan.artifact().digest().prefix());
    run.remember(run.memory.withJob(new Job.Underway(plan, Job.Step.FETCHING, next)));
    if (next == Job.Route.COMPRESSED) {
      Patching.find(run, plan, new PatchBase.Nothing());
    } else {
      fetchSliceList(run, plan);
    }
  }

  /// Which way the bytes of a plan come, by what was remembered.
  static Job.Route route(UpdateMemory memory, Plan plan) {
    return memory.job() instanceof Job.Underway(var known, _, var route)
            && known.withSchedule(plan.schedule()).equals(plan)
        ? route
        : Job.Route.PATCH;
  }

  /// Keeps how far a plan is.
  static void remember(Run run, Plan plan, Job.Step step) {
    run.remember(run.memory.withJob(new Job.Underway(plan, step, route(run.memory, plan))));
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
      sliceListRefused(run, phase, DigestCheck.mismatch(expected, content.digest()));
      return;
    }
    SliceList.decode(
            plan.slices().sliceLengthBytes(), plan.artifact().lengthBytes(), content.bytes())
        .ifPresentOrElse(
            list -> checkSlices(run, plan, list),
            () ->
                Ending.failed(
                    run, plan, corrupt("the slice list does not fit the artifact's length")));
  }

  static void sliceListRefused(Run run, FetchingSliceList phase, String reason) {
    if (!run.refuse(reason)) {
      Ending.failed(run, phase.plan(), corrupt("slice list refused: " + reason));
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
      sliceRefused(run, phase, DigestCheck.mismatch(expected, content.digest()));
    } else {
      run.enter(
          phase,
          number -> new Effect.Write(number, phase.plan().file(), phase.range().start(), content));
    }
  }

  static void sliceRefused(Run run, FetchingSlice phase, String reason) {
    String name = run.wantedBytes().name();
    if (!run.refuse(reason)) {
      Ending.failed(run, phase.plan(), corrupt(name + " refused: " + reason));
    }
  }

  static void sliceWritten(Run run, FetchingSlice phase) {
    fetchSlice(run, new FetchingSlice(phase.plan(), phase.list(), phase.missing(), phase.at() + 1));
  }

  static long lengthOf(Bytes want) {
    return want.range() instanceof ByteRange.Part part ? part.lengthBytes() : want.maxLengthBytes();
  }

  static String lengthMismatch(long expected, Content content) {
    return "length must be %d bytes, got %d".formatted(expected, content.lengthBytes());
  }

  private static OutcomeReason corrupt(String text) {
    return Ending.reason(OutcomeReason.Code.CORRUPT, OutcomeReason.Step.FETCH, text);
  }
}
