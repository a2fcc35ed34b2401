package dev.sluice.update;

import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.update.Phase.AwaitsBytes;
import dev.sluice.update.Phase.AwaitsDigests;
import dev.sluice.update.Phase.AwaitsDisk;
import dev.sluice.update.Request.Asked;
import dev.sluice.update.Request.Bytes;
import dev.sluice.update.Request.Pausing;
import dev.sluice.update.file.Content;
import dev.sluice.update.memory.Outcomes;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.plan.Job;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Absent;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.port.UpdateEvent.Answer;
import dev.sluice.update.port.UpdateEvent.Connected;
import dev.sluice.update.port.UpdateEvent.Digested;
import dev.sluice.update.port.UpdateEvent.DiskFailed;
import dev.sluice.update.port.UpdateEvent.Done;
import dev.sluice.update.port.UpdateEvent.Fetched;
import dev.sluice.update.port.UpdateEvent.HaltAnnounced;
import dev.sluice.update.port.UpdateEvent.HealthChecked;
import dev.sluice.update.port.UpdateEvent.InPlaceEnded;
import dev.sluice.update.port.UpdateEvent.LookedBefore;
import dev.sluice.update.port.UpdateEvent.Missing;
import dev.sluice.update.port.UpdateEvent.PatchAdvanced;
import dev.sluice.update.port.UpdateEvent.Reloaded;
import dev.sluice.update.port.UpdateEvent.Reported;
import dev.sluice.update.port.UpdateEvent.RoomMeasured;
import dev.sluice.update.port.UpdateEvent.SlicesDigested;
import dev.sluice.update.port.UpdateEvent.Started;
import dev.sluice.update.port.UpdateEvent.Unavailable;
import dev.sluice.update.port.UpdateEvent.Woken;
import dev.sluice.update.settings.UpdateSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Takes a device from what it runs to what it shall run.
///
/// `infra/docs/agent-state-machine.md` draws this table.
///
/// | state | event | next state | effects |
/// |---|---|---|---|
/// | new | started, overwriting had begun | overwriting | latest confirmation again, go on |
/// | new | started | inspecting | latest confirmation again, digest the installed file |
/// | inspecting | the switch had happened, no health check | idle | persist, confirm, report |
/// | inspecting | the switch had happened, or proving | proving | persist the proofs, pause |
/// | inspecting | proving, the previous file is back | idle | persist, confirm as rolled back |
/// | inspecting | proving, the file was changed | idle | nothing runs, confirm as failed |
/// | inspecting | returning, the previous file is back | idle | persist, rolled back, report |
/// | inspecting | returning | checking previous | digest the previous file |
/// | inspecting | the switch had not happened | checking result | digest the download |
/// | inspecting | otherwise | refreshing | fetch; a changed installed file is forgotten first |
/// | inspecting | a set of flags as installed | switching flags | derive, reload if changed |
/// | inspecting | the same, its ring not followed yet | switching flags | reload |
/// | reading rings | other flags off, or failed before | switching flags | persist, reload |
/// | switching flags | done, no health check | as before | persist, report |
/// | switching flags | done | proving flags | pause |
/// | proving flags | woken | proving flags | look |
/// | proving flags | not healthy | proving flags | pause |
/// | proving flags | healthy | as before | persist, report |
/// | switching flags, proving flags | failed, deadline used up | as before [1] | persist, report |
/// | idle | woken, or announced something later | refreshing | fetch |
/// | idle | announced something known, or for another ring | idle | ignored |
/// | refreshing | file accepted | refreshing, then finding rings | store the file |
/// | refreshing, finding, reading | refused once | the same | log its name, fetch past caches |
/// | refreshing, finding, reading | refused twice | idle | log |
/// | reading rings | nothing to do | idle | wake at the next refresh |
/// | reading rings | admitted, window not reached | idle | persist the start, wake then |
/// | reading rings | counter below floor or running | idle | persist, confirm as refused |
/// | reading rings | release wanted, or a floor release first | finding, reading manifest | fetch |
/// | reading manifest | documents agree | finding artifact | fetch |
/// | reading manifest | documents disagree, other hardware | idle | persist, confirm as refused |
/// | finding artifact | documents disagree | idle | persist, confirm as refused |
/// | finding artifact | found | checking ready | persist the plan, digest the download |
/// | checking ready | all there | looking before | |
/// | any to looking before, switching | no window is open | idle | persist, wake when one opens |
/// | reading rings | the same, and the release is all there | idle | wake when one opens |
/// | checking ready | not all there | checking base | digest the installed file |
/// | checking base | is the artifact already | proving | as after the switch, nothing leads back |
/// | checking base | a file is there | finding, reading delta | fetch |
/// | checking base | nothing is there | next route | |
/// | next route | was: patches to the installed file | finding, reading delta | persist, fetch |
/// | next route | was: the compressed artifact | fetching slice list | persist, fetch |
/// | reading delta | none, refused twice, too costly | next route | |
/// | reading delta | usable, may be applied in place | measuring room | |
/// | measuring room | room for two copies | checking part | persist, digest the patch |
/// | measuring room | room without the previous copy | checking part | drop that, and as above |
/// | measuring room | too little | checking part, to be applied in place | as above |
/// | reading delta | usable | checking step | keep its downloads, digest the last step's base |
/// | checking step | is there, or it is the first | checking part | persist, digest the patch |
/// | checking step | is not there | checking step | digest the base of the step before |
/// | checking step | was just made, is not there | next route | |
/// | checking part, fetching patch | in place, part is there | fetching patch | fetch the rest |
/// | checking part, checking patch | in place, all is there | looking before | |
/// | overwriting | applied | checking overwritten | digest the installed file |
/// | overwriting | refused before the first write | inspecting | persist the next route |
/// | overwriting | disk failed | overwriting | log, go on with it |
/// | overwriting | disk failed too often | inspecting | drop the file, persist the next route |
/// | overwriting | cannot be completed | inspecting | drop the file, persist the next route |
/// | checking overwritten | right | proving | as after the switch, nothing leads back |
/// | checking overwritten | wrong | inspecting | drop the file, persist the next route |
/// | checking part | part or all is there | applying | advance |
/// | checking part | nothing is there, or something else | fetching patch | discard, fetch |
/// | fetching patch | part written | applying | advance |
/// | fetching patch | refused twice, absent | next route | |
/// | applying | more is needed | fetching patch | fetch, write |
/// | applying | more can be done | applying | advance |
/// | applying | went on from a checkpoint, or ignored one | the same | log that, and as above |
/// | applying | finished, another step follows | checking step | digest the result |
/// | applying | finished | checking result | digest the download |
/// | applying | refused, all is there | checking patch | digest the patch |
/// | applying | refused for its body | fetching patch | fetch the rest to learn its digest |
/// | applying | refused for its header | fetching patch | log its name, fetch all past caches |
/// | applying | base cannot be read | next route | |
/// | checking patch | wrong | fetching patch | log its name, discard, fetch all past caches |
/// | checking patch, applying | refused twice | next route | |
/// | checking patch | right | rechecking base | digest the base |
/// | rechecking base | is the base, went on from a checkpoint | applying | discard, advance anew |
/// | rechecking base | is the base, or another | next route | |
/// | fetching slice list | right | checking slices, fetching slice … | digest, fetch, write |
/// | fetching slice | refused once | fetching slice | log its name, fetch past caches |
/// | fetching slice list, fetching slice | refused twice | idle | persist, confirm as failed |
/// | fetching slice | last one written | checking result | digest the download |
/// | checking result | right | looking before | after 5 minutes refreshing first |
/// | checking result | a patch's result is wrong | next route | |
/// | checking result | a download is wrong | idle | discard, persist, confirm as failed |
/// | looking before | no health check, or answered | switching | persist, install |
/// | looking before | the same, in place | overwriting | persist, apply |
/// | switching | done, no health check | idle | persist, confirm, report, discard downloads |
/// | switching | done | proving | persist the count of proofs, pause |
/// | inspecting, switching, checking base | the same, a document | reloading | persist, reload |
/// | reloading | done, no health check | checking proven | digest the installed file |
/// | reloading | done | proving | pause |
/// | reloading | failed | as proving, deadline used up | |
/// | any to idle as rolled back | a document | reloading returned | reload |
/// | reloading returned | done, or failed | idle | persist, confirm as rolled back, report |
/// | proving | woken | proving | look |
/// | switching | disk failed | checking switched | digest the installed file |
/// | checking switched | is the artifact | as switching, done | log |
/// | checking switched | is not | idle | discard, persist, confirm as failed |
/// | proving | healthy | checking proven | digest the installed file |
/// | checking proven | is the artifact | idle | persist, confirm, report, discard downloads |
/// | checking proven | is the previous file | idle | persist, confirm as rolled back, report |
/// | checking proven | is another | idle | persist that nothing runs, confirm as failed |
/// | proving | not healthy | proving | pause |
/// | proving | deadline used up, or begun too often | checking returned | persist, digest |
/// | proving | the same, nothing leads back | idle | persist, confirm as failed, report |
/// | checking previous | right | returning | put it back |
/// | checking previous | wrong, or is not there | idle | persist, confirm as failed, report |
/// | returning | done, or disk failed | checking returned | digest the installed file |
/// | checking returned | right | idle | persist, confirm as rolled back, report |
/// | checking returned | wrong, was not put back yet | checking previous | digest it |
/// | checking returned | wrong | checking previous | log, digest it |
/// | checking returned | wrong too often | idle | persist, confirm as failed, report |
/// | any with writing | disk failed | idle | discard, persist, confirm as failed |
/// | any with fetching | unavailable | the same, pausing | wake after a jittered pause |
/// | pausing | woken | the same | fetch again |
/// | any with fetching | unavailable too often | idle | wake at the next refresh |
/// | refreshing, finding, reading | the same, and the release is all there | looking before | |
/// | any bringing the rollout | rollout halted | idle | wake when the hold ends |
/// | any other | rollout halted | the same | |
/// | any to idle as installed | it was a floor release | refreshing | persist, report, fetch |
/// | any to idle after an outcome | not looked since the start | refreshing | fetch |
/// | any | announced, on a trace | the same | that trace is the rollout's; persist if it changed |
/// | any | connected | the same | report, latest confirmation again |
/// | any | reported | the same | report again if there are more steps than fit one report |
/// | any with a plan | a minute old steps are not told | the same | report |
/// | idle after a failed look | connected | refreshing | the same, then fetch |
/// | any | answer to an earlier request | the same | ignored |
///
/// - [1] As after `reading rings`, or after a start `refreshing`. At rest the device is woken to
///   look and try again, five times for each order.
///
/// An effect list is carried out in order, so that what must survive is persisted before what
/// follows from it. A crash between any two effects loses nothing but time: the next start goes on
/// from [UpdateMemory] and the files on disk.
public final class UpdateMachine {
  private final UpdateSettings settings;

  /// A machine for one device. It has no state of its own.
  public UpdateMachine(UpdateSettings settings) {
    this.settings = settings;
  }

  /// The next state and what to do.
  ///
  /// @param now the device's clock; it may jump
  /// @param chance spreads retries; the only source of chance
  /// @throws IllegalStateException if the event cannot happen in this state: a bug of the caller
  public Transition apply(
      UpdateState state, UpdateEvent event, Instant now, RandomGenerator chance) {
    var run = new Run(settings, state, now, chance);
    switch (event) {
      case Started _ -> started(run);
      case Connected _ -> connected(run);
      case Reported(var number) -> Telling.delivered(run, number);
      case Announced announced -> announced(run, announced);
      case HaltAnnounced(var announcement) -> haltAnnounced(run, announcement);
      case Woken _ -> woken(run);
      case Answer answer -> {
        if (run.request.isAsked(answer.request())) {
          answered(run, answer);
        } else {
          run.add(new Effect.Ignore("answer to an earlier request"));
        }
      }
    }
    return run.finish();
  }

  private static void started(Run run) {
    if (!(run.phase instanceof Phase.New)) {
      throw new IllegalStateException("started in phase " + run.phase);
    }
    repeatConfirmation(run);
    if (run.memory.isOverwriting() && run.memory.job() instanceof Job.InPlace job) {
      InPlace.resume(run, job);
    } else {
      Switch.inspect(run);
    }
  }

  private static void connected(Run run) {
    Telling.report(run);
    repeatConfirmation(run);
    if (run.phase instanceof Phase.Idle && !run.sync.isComplete()) {
      Cycle.begin(run);
    }
  }

  private static void repeatConfirmation(Run run) {
    if (run.memory.outcome() instanceof Outcomes.Latest(var confirmation)) {
      run.confirm(confirmation);
    }
  }

  private static void announced(Run run, Announced event) {
    WaveAnnounced announcement = event.announcement();
    if (!announcement.product().equals(run.settings.product())) {
      run.add(new Effect.Ignore("announcement for another product"));
      return;
    }
    if (announcement.wave() != WaveAnnounced.NO_WAVE) {
      event.trace().ifPresent(trace -> Tracing.heard(run, announcement.rollout(), trace));
    }
    if (isOtherRing(run, announcement.ring())) {
      run.add(new Effect.Ignore("announcement for another ring"));
    } else if (announcement.versions().timestamp() <= run.sync.timestampVersion()) {
      run.add(new Effect.Ignore("announcement of something known"));
    } else {
      run.sync = run.sync.expecting(announcement.versions().timestamp());
      if (run.phase instanceof Phase.Idle) {
        run.sync = run.sync.forcedOnce();
        Cycle.begin(run);
      }
    }
  }

  private static void haltAnnounced(Run run, RolloutHalted announcement) {
    if (!announcement.product().equals(run.settings.product())
        || isOtherRing(run, announcement.ring())) {
      run.add(new Effect.Ignore("halt of another ring"));
      return;
    }
    if (announcement.sequence() != RolloutHalted.NO_SEQUENCE
        && announcement.sequence() <= run.sync.sequence()) {
      run.add(new Effect.Ignore("halt that the rings document has said"));
      return;
    }
    Cycle.rememberHolding(
        run,
        run.memory
            .holding()
            .announced(announcement, run.agentTime(), run.settings.refreshInterval()));
    run.log(
        Severity.INFO,
        "rollout halted",
        "rollout",
        announcement.rollout().toString(),
        "reason",
        announcement.reason());
    if (run.phase.isBringing(announcement.rollout())) {
      Cycle.idleUntil(run, run.memory.holding().until());
    }
  }

  private static boolean isOtherRing(Run run, String ring) {
    return !run.sync.ring().isEmpty() && !run.sync.ring().equals(ring);
  }

  private static void woken(Run run) {
    if (run.phase instanceof Phase.Idle) {
      if (!isDue(run.now, run.nextRefreshAt, Limits.longestRest(run.settings.refreshInterval()))) {
        run.add(new Effect.WakeAt(run.nextRefreshAt));
      } else {
        Telling.reportSteps(run);
        Cycle.begin(run, run.sync.isBehind() && run.sync.forcedRefreshes() > 1);
      }
    } else if (run.request instanceof Pausing(Bytes want, int attempts, Instant until)) {
      if (!isDue(run.now, until, Limits.LONGEST_PAUSE)) {
        run.add(new Effect.WakeAt(until));
      } else {
        run.ask(want, attempts);
      }
    } else if (run.request instanceof Pausing(_, _, Instant until)) {
      if (!isDue(run.now, until, Proof.longestPause(run))) {
        run.add(new Effect.WakeAt(until));
      } else if (run.phase instanceof Phase.ProvingFlags proving) {
        Flags.look(run, proving);
      } else {
        Proof.look(run, require(run, Phase.Proving.class));
      }
    } else {
      run.add(new Effect.Ignore("woken while busy"));
    }
  }

  /// Whether a moment has come, or is farther away than it was when it was chosen: the clock has
  /// been set back since.
  private static boolean isDue(Instant now, Instant moment, Duration longest) {
    return !now.isBefore(moment) || now.plus(longest).isBefore(moment);
  }

  private static void answered(Run run, Answer answer) {
    switch (answer) {
      case Fetched(_, var content) -> fetched(run, require(run, AwaitsBytes.class), content);
      case Absent _ -> absent(run, require(run, AwaitsBytes.class));
      case Unavailable(_, var detail) -> {
        if (!(run.request instanceof Asked asked) || !run.pause(asked)) {
          Cycle.unreachable(run, detail);
        }
      }
      case Digested _, Missing _, SlicesDigested _ ->
          examined(run, require(run, AwaitsDigests.class), answer);
      case Done _ -> done(run, require(run, AwaitsDisk.class));
      case PatchAdvanced advanced ->
          Patching.advanced(run, require(run, Phase.Applying.class), advanced);
      case RoomMeasured room ->
          InPlace.measured(run, require(run, Phase.MeasuringRoom.class), room);
      case InPlaceEnded(_, var outcome) ->
          InPlace.ended(run, require(run, Phase.Overwriting.class), outcome);
      case LookedBefore before ->
          Proof.lookedBefore(run, require(run, Phase.LookingBefore.class), before);
      case Reloaded reloaded -> reloaded(run, reloaded);
      case HealthChecked checked -> healthChecked(run, checked);
      case DiskFailed(_, var detail) -> diskFailed(run, require(run, AwaitsDisk.class), detail);
    }
  }

  private static void reloaded(Run run, Reloaded answer) {
    if (run.phase instanceof Phase.ReloadingReturned phase) {
      Return.reloaded(run, phase, answer);
    } else if (run.phase instanceof Phase.SwitchingFlags phase) {
      Flags.reloaded(run, phase, answer);
    } else {
      Proof.reloaded(run, require(run, Phase.Reloading.class), answer);
    }
  }

  private static void healthChecked(Run run, HealthChecked answer) {
    if (run.phase instanceof Phase.ProvingFlags phase) {
      Flags.checked(run, phase, answer);
    } else {
      Proof.checked(run, require(run, Phase.Proving.class), answer);
    }
  }

  private static void diskFailed(Run run, AwaitsDisk phase, String detail) {
    if (phase instanceof Phase.Returning returning) {
      Return.restoreFailed(run, returning, detail);
      return;
    }
    if (phase instanceof Phase.Switching switching) {
      Switch.failed(run, switching, detail);
      return;
    }
    OutcomeReason.Step step =
        phase instanceof Phase.Applying ? OutcomeReason.Step.APPLY : OutcomeReason.Step.FETCH;
    Ending.failedBeyondRepair(
        run,
        phase.findPlan().orElseThrow(),
        Ending.reason(OutcomeReason.Code.DISK, step, "disk: " + detail));
  }

  private static void fetched(Run run, AwaitsBytes waiting, Content content) {
    switch (waiting) {
      case Phase.Refreshing phase ->
          Cycle.refreshAnswered(run, phase, phase.refresh().received(content.bytes()));
      case Phase.Finding phase ->
          Lookup.lookupAnswered(run, phase, phase.lookup().received(content.bytes()));
      case Phase.Reading phase -> Lookup.targetFetched(run, phase, content);
      case Phase.FetchingPatch phase -> {
        Telling.came(run, content);
        Patching.partFetched(run, phase, content);
      }
      case Phase.FetchingSliceList phase -> {
        Telling.came(run, content);
        Transfer.sliceListFetched(run, phase, content);
      }
      case Phase.FetchingSlice phase -> {
        Telling.came(run, content);
        Transfer.sliceFetched(run, phase, content);
      }
    }
  }

  private static void absent(Run run, AwaitsBytes waiting) {
    String reason = "it must be there, the edge node says that it is not";
    switch (waiting) {
      case Phase.Refreshing phase -> Cycle.refreshAnswered(run, phase, phase.refresh().absent());
      case Phase.Finding phase -> Lookup.lookupAnswered(run, phase, phase.lookup().absent());
      case Phase.Reading phase -> Lookup.targetRefused(run, phase, reason);
      case Phase.FetchingPatch phase -> Patching.partRefused(run, phase, reason);
      case Phase.FetchingSliceList phase -> Transfer.sliceListRefused(run, phase, reason);
      case Phase.FetchingSlice phase -> Transfer.sliceRefused(run, phase, reason);
    }
  }

  private static void examined(Run run, AwaitsDigests waiting, Answer answer) {
    switch (waiting) {
      case Phase.Inspecting _ -> Switch.inspected(run, answer);
      case Phase.CheckingReady phase -> Transfer.readyChecked(run, phase, answer);
      case Phase.CheckingBase phase -> Transfer.baseChecked(run, phase, answer);
      case Phase.CheckingStep phase -> Patching.stepChecked(run, phase, answer);
      case Phase.CheckingPart phase -> Patching.partChecked(run, phase, answer);
      case Phase.CheckingPatch phase -> Patching.patchChecked(run, phase, answer);
      case Phase.RecheckingBase phase -> Patching.baseRechecked(run, phase, answer);
      case Phase.CheckingSlices phase -> Transfer.slicesChecked(run, phase, answer);
      case Phase.CheckingResult phase -> Switch.resultChecked(run, phase, answer);
      case Phase.CheckingOverwritten phase -> InPlace.checked(run, phase, answer);
      case Phase.CheckingSwitched phase -> Switch.switchedChecked(run, phase, answer);
      case Phase.CheckingProven phase -> Proof.provenChecked(run, phase, answer);
      case Phase.CheckingPrevious phase -> Return.previousChecked(run, phase, answer);
      case Phase.CheckingReturned phase -> Return.returnedChecked(run, phase, answer);
    }
  }

  private static void done(Run run, AwaitsDisk waiting) {
    switch (waiting) {
      case Phase.FetchingPatch phase -> Patching.partWritten(run, phase);
      case Phase.FetchingSlice phase -> Transfer.sliceWritten(run, phase);
      case Phase.Applying phase ->
          throw new IllegalStateException("patch advanced must come in phase " + phase);
      case Phase.Switching phase -> Switch.installed(run, phase);
      case Phase.Returning phase -> Return.restored(run, phase);
    }
  }

  private static <T extends Phase> T require(Run run, Class<T> type) {
    if (type.isInstance(run.phase)) {
      return type.cast(run.phase);
    }
    throw new IllegalStateException(
        "an answer for " + type.getSimpleName() + " must not come in phase " + run.phase);
  }
}
