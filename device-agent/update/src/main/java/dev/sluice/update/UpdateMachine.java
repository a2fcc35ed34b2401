package dev.sluice.update;

import dev.sluice.update.Activity.Busy;
import dev.sluice.update.Phase.Checks;
import dev.sluice.update.Phase.Fetches;
import dev.sluice.update.Phase.Follows;
import dev.sluice.update.Phase.Installs;
import dev.sluice.update.Phase.Proves;
import dev.sluice.update.check.Announcements;
import dev.sluice.update.check.Check;
import dev.sluice.update.check.Resting;
import dev.sluice.update.choose.Choosing;
import dev.sluice.update.confirm.Ending;
import dev.sluice.update.confirm.Telling;
import dev.sluice.update.fetch.Fetching;
import dev.sluice.update.file.Content;
import dev.sluice.update.flags.Flags;
import dev.sluice.update.install.Installing;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Absent;
import dev.sluice.update.port.UpdateEvent.Announced;
import dev.sluice.update.port.UpdateEvent.Answer;
import dev.sluice.update.port.UpdateEvent.Connected;
import dev.sluice.update.port.UpdateEvent.DiskFailed;
import dev.sluice.update.port.UpdateEvent.Done;
import dev.sluice.update.port.UpdateEvent.Examined;
import dev.sluice.update.port.UpdateEvent.Fetched;
import dev.sluice.update.port.UpdateEvent.HaltAnnounced;
import dev.sluice.update.port.UpdateEvent.HealthChecked;
import dev.sluice.update.port.UpdateEvent.InPlaceEnded;
import dev.sluice.update.port.UpdateEvent.InstalledTouched;
import dev.sluice.update.port.UpdateEvent.LookedBefore;
import dev.sluice.update.port.UpdateEvent.PatchAdvanced;
import dev.sluice.update.port.UpdateEvent.Reloaded;
import dev.sluice.update.port.UpdateEvent.Reported;
import dev.sluice.update.port.UpdateEvent.RoomMeasured;
import dev.sluice.update.port.UpdateEvent.Started;
import dev.sluice.update.port.UpdateEvent.Unavailable;
import dev.sluice.update.port.UpdateEvent.Woken;
import dev.sluice.update.prove.Proof;
import dev.sluice.update.settings.UpdateSettings;
import dev.sluice.update.turn.Backoff;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Next;
import dev.sluice.update.turn.Request;
import dev.sluice.update.turn.Request.Asked;
import dev.sluice.update.turn.Request.Bytes;
import dev.sluice.update.turn.Request.Pausing;
import dev.sluice.update.turn.Request.Retrying;
import dev.sluice.update.turn.Turn;
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
/// | inspecting | a release, the one before it is back | idle | persist, confirm as rolled back |
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
/// | idle | the installed file was touched | inspecting | digest it |
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
/// | next route | was: the compressed artifact | measuring whole | persist, keep its download |
/// | reading delta | none, refused twice, too costly | next route | |
/// | reading delta | usable | measuring room | keep its downloads |
/// | measuring room | room | checking step | digest the last step's base |
/// | measuring room | too little, in place | checking part, to be applied in place | digest |
/// | measuring room | too little, but for the artifact alone | next route | |
/// | measuring whole | room | fetching slice list | fetch |
/// | measuring room, measuring whole | room without the previous copy | as with room | drop that |
/// | measuring room, measuring whole | too little, or no right | idle [2] | persist, confirm |
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
/// | checking switched | is not | idle [2] | persist that it is ready, confirm |
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
/// | any with writing | disk failed | idle [2] | persist, confirm |
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
/// - [2] The device cannot install now, which is no failure of the release: what is there stays, it
///   confirms so once, and is woken to look again after some minutes.
///
/// An effect list is carried out in order, so that what must survive is persisted before what
/// follows from it. A crash between any two effects loses nothing but time: the next start goes on
/// from [UpdateMemory] and the files on disk.
public final class UpdateMachine {
  /// Steps that one event leads through at most: from a look over a whole release to the next look
  /// it is a handful. More is a ring, a bug.
  private static final int MAX_STEPS = 32;

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
    Activity before = state.activity();
    Turn turn =
        Turn.beginning(
            settings,
            now,
            chance,
            state.known(),
            state.lastNumber(),
            rollout -> before.findPhase().filter(of -> of.isAbout(rollout)).isPresent());
    return settle(before, handle(turn, before, event));
  }

  private static Move<Phase> handle(Turn turn, Activity activity, UpdateEvent event) {
    return switch (event) {
      case Started _ -> started(turn, activity);
      case Connected _ -> connected(turn, activity);
      case Reported(var number) -> Telling.delivered(turn, number).stay();
      case Announced announced ->
          Announcements.heard(turn, announced, activity instanceof Activity.Idle).in(Checks::new);
      case HaltAnnounced(var halt) ->
          Announcements.halted(
                  turn,
                  halt,
                  rollout -> activity.findPhase().filter(of -> of.isBringing(rollout)).isPresent())
              .in(Checks::new);
      case Woken _ -> woken(turn, activity);
      case InstalledTouched _ ->
          activity instanceof Activity.Idle
              ? turn.go(new Next.Inspect())
              : turn.with(new Effect.Ignore("the installed file is being worked on")).stay();
      case Answer answer ->
          activity instanceof Busy(var phase, Asked asked) && asked.isAsked(answer.request())
              ? answered(turn, phase, asked, answer)
              : turn.with(new Effect.Ignore("answer to an earlier request")).stay();
    };
  }

  /// Goes from step to step until one waits, or the device rests.
  private static Transition settle(Activity before, Move<Phase> first) {
    Move<Phase> move = first;
    for (int steps = 0; steps < MAX_STEPS; steps++) {
      switch (move) {
        case Move.Stay<Phase>(var turn) -> {
          return end(turn, before);
        }
        case Move.Wait<Phase>(var turn, var phase, var request) -> {
          return end(turn, new Busy(phase, request));
        }
        case Move.Go<Phase>(var turn, Next.Rest(var atMost)) -> {
          Resting.Rest rest = Resting.begin(turn, atMost);
          return end(rest.turn(), new Activity.Idle(rest.until()));
        }
        case Move.Go<Phase>(var turn, Next.ToCheck why) ->
            move = Check.begin(turn, why).in(Checks::new);
        case Move.Go<Phase>(var turn, Next.ToChoose why) -> move = Choosing.begin(turn, why);
        case Move.Go<Phase>(var turn, Next.ToFollow why) ->
            move = Flags.begin(turn, why).in(Follows::new);
        case Move.Go<Phase>(var turn, Next.ToFetch why) ->
            move = Fetching.begin(turn, why).in(Fetches::new);
        case Move.Go<Phase>(var turn, Next.ToInstall why) ->
            move = Installing.begin(turn, why).in(Installs::new);
        case Move.Go<Phase>(var turn, Next.ToProve why) ->
            move = Proof.begin(turn, why).in(Proves::new);
      }
    }
    throw new IllegalStateException("steps must come to an end, got " + move);
  }

  private static Transition end(Turn turn, Activity activity) {
    Turn last =
        activity.findPhase().flatMap(Phase::findPlan).isPresent()
            ? Telling.reportIfOverdue(turn)
            : turn;
    return new Transition(
        new UpdateState(last.known(), activity, last.lastNumber()), last.effects());
  }

  private static Move<Phase> started(Turn turn, Activity activity) {
    if (!(activity instanceof Activity.New)) {
      throw new IllegalStateException("started in phase " + activity);
    }
    return Installing.started(Ending.repeat(turn)).in(Installs::new);
  }

  private static Move<Phase> connected(Turn turn, Activity activity) {
    Turn told = Ending.repeat(Telling.report(turn));
    return activity instanceof Activity.Idle && !told.sync().isComplete()
        ? told.go(new Next.Look(false))
        : told.stay();
  }

  private static Move<Phase> woken(Turn turn, Activity activity) {
    return switch (activity) {
      case Activity.Idle(var until) -> Resting.woken(turn, until).in(Checks::new);
      case Busy(var phase, Retrying(var want, var attempts, var until)) ->
          turn.isDue(until, Backoff.LONGEST_PAUSE)
              ? turn.fetch(phase, want, attempts)
              : turn.with(new Effect.WakeAt(until)).stay();
      case Busy(Proves(var phase), Pausing(var until)) ->
          Proof.woken(turn, phase, until).in(Proves::new);
      case Busy(Follows(var phase), Pausing(var until)) ->
          Flags.woken(turn, phase, until).in(Follows::new);
      case Activity.New _, Busy _ -> turn.with(new Effect.Ignore("woken while busy")).stay();
    };
  }

  private static Move<Phase> answered(Turn turn, Phase waiting, Asked asked, Answer answer) {
    return switch (answer) {
      case Fetched(_, var content) ->
          fetched(turn, waiting, Turn.require(asked, Request.Fetching.class).want(), content);
      case Absent _ -> absent(turn, waiting, Turn.require(asked, Request.Fetching.class).want());
      case Unavailable(_, var detail) ->
          turn.retryLater(waiting, Turn.require(asked, Request.Fetching.class))
              .orElseGet(() -> unreachable(turn, waiting, detail));
      case Examined found -> examined(turn, waiting, found);
      case Done _ -> done(turn, waiting);
      case DiskFailed(_, var detail) -> diskFailed(turn, waiting, detail);
      case PatchAdvanced advanced ->
          Fetching.advanced(turn, require(waiting, Fetches.class).phase(), advanced)
              .in(Fetches::new);
      case RoomMeasured room ->
          Fetching.measured(turn, require(waiting, Fetches.class).phase(), room).in(Fetches::new);
      case InPlaceEnded(_, var outcome) ->
          Installing.overwritten(turn, require(waiting, Installs.class).phase(), outcome)
              .in(Installs::new);
      case LookedBefore before ->
          Installing.lookedBefore(turn, require(waiting, Installs.class).phase(), before)
              .in(Installs::new);
      case Reloaded(_, var result) ->
          waiting instanceof Follows(var phase)
              ? Flags.reloaded(turn, phase, result).in(Follows::new)
              : Proof.reloaded(turn, require(waiting, Proves.class).phase(), result)
                  .in(Proves::new);
      case HealthChecked checked ->
          waiting instanceof Follows(var phase)
              ? Flags.checked(turn, phase, checked).in(Follows::new)
              : Proof.checked(turn, require(waiting, Proves.class).phase(), checked)
                  .in(Proves::new);
    };
  }

  private static Move<Phase> fetched(Turn turn, Phase waiting, Bytes want, Content content) {
    return waiting instanceof Checks(var phase)
        ? Check.fetched(turn, phase, want, content).in(Checks::new)
        : Fetching.fetched(turn, require(waiting, Fetches.class).phase(), want, content)
            .in(Fetches::new);
  }

  private static Move<Phase> absent(Turn turn, Phase waiting, Bytes want) {
    String reason = "it must be there, the edge node says that it is not";
    return waiting instanceof Checks(var phase)
        ? Check.absent(turn, phase, want, reason).in(Checks::new)
        : Fetching.absent(turn, require(waiting, Fetches.class).phase(), want, reason)
            .in(Fetches::new);
  }

  private static Move<Phase> unreachable(Turn turn, Phase waiting, String detail) {
    return waiting instanceof Checks
        ? Check.unreachable(turn, detail).in(Checks::new)
        : Fetching.unreachable(turn, require(waiting, Fetches.class).phase(), detail)
            .in(Fetches::new);
  }

  private static Move<Phase> examined(Turn turn, Phase waiting, Examined found) {
    return switch (waiting) {
      case Fetches(var phase) -> Fetching.examined(turn, phase, found).in(Fetches::new);
      case Installs(var phase) -> Installing.examined(turn, phase, found).in(Installs::new);
      case Proves(var phase) -> Proof.examined(turn, phase, found).in(Proves::new);
      case Checks _, Follows _ -> throw unexpected(found, waiting);
    };
  }

  private static Move<Phase> done(Turn turn, Phase waiting) {
    return switch (waiting) {
      case Fetches(var phase) -> Fetching.done(turn, phase).in(Fetches::new);
      case Installs(var phase) -> Installing.done(turn, phase).in(Installs::new);
      case Proves(var phase) -> Proof.done(turn, phase).in(Proves::new);
      case Checks _, Follows _ -> throw unexpected("done", waiting);
    };
  }

  private static Move<Phase> diskFailed(Turn turn, Phase waiting, String detail) {
    return switch (waiting) {
      case Fetches(var phase) -> Fetching.diskFailed(turn, phase, detail).in(Fetches::new);
      case Installs(var phase) -> Installing.diskFailed(turn, phase, detail).in(Installs::new);
      case Proves(var phase) -> Proof.diskFailed(turn, phase, detail).in(Proves::new);
      case Checks _, Follows _ -> throw unexpected("disk failed", waiting);
    };
  }

  private static <T extends Phase> T require(Phase waiting, Class<T> type) {
    return Turn.require(waiting, type);
  }

  private static IllegalStateException unexpected(Object answer, Phase waiting) {
    return new IllegalStateException(answer + " must not come in phase " + waiting);
  }
}
