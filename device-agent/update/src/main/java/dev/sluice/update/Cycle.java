package dev.sluice.update;

import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.report.Progress;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingMembership;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.Manifest;
import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.tuf.trust.Fetch;
import dev.sluice.tuf.trust.Refresh;
import dev.sluice.tuf.trust.RefreshStep;
import dev.sluice.tuf.trust.Refusal;
import dev.sluice.tuf.trust.TrustLimits;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.update.Phase.Finding;
import dev.sluice.update.Phase.ForManifest;
import dev.sluice.update.Phase.ForRings;
import dev.sluice.update.Phase.Reading;
import dev.sluice.update.Phase.Refreshing;
import dev.sluice.update.Request.Bytes;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.memory.Holding;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.plan.Job;
import dev.sluice.update.plan.Plan;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Looks what the device shall run: refreshes metadata, decides by the rings document, and rests
/// until the next time.
final class Cycle {
  static final TrustLimits LIMITS = TrustLimits.DEFAULT;

  private Cycle() {}

  /// Starts looking.
  static void begin(Run run) {
    begin(run, false);
  }

  /// Starts looking.
  ///
  /// @param isForced whether the edge node must ask its upstream
  static void begin(Run run, boolean isForced) {
    run.sync = run.sync.begun();
    advance(run, Refresh.start(run.trust, run.agentTime(), LIMITS), isForced);
  }

  private static void advance(Run run, Refresh refresh, boolean isForced) {
    accept(run, refresh.trusted());
    switch (refresh.step()) {
      case Fetch fetch ->
          run.enter(new Refreshing(refresh, isForced), want(fetch, isForced && fetch.mutable()));
      case RefreshStep.Done _ -> {
        run.sync = run.sync.refreshed(run.now);
        Lookup.find(run, new ForRings(), RingsDocument.path(run.settings.product()));
      }
      case RefreshStep.Refused(var refusal) -> refused(run, refusal.message());
    }
  }

  /// An answer to a metadata file of the refresh.
  ///
  /// @param next the refresh after the answer
  static void refreshAnswered(Run run, Refreshing phase, Refresh next) {
    if (next.step() instanceof RefreshStep.Refused(var refusal) && run.refuse(reason(refusal))) {
      return;
    }
    advance(run, next, phase.isForced());
  }

  /// Keeps what is newly trusted, file by file, and never believes an earlier time again.
  static void accept(Run run, TrustedMetadata newer) {
    Map<String, byte[]> before = run.trust.files();
    newer
        .files()
        .forEach(
            (name, bytes) -> {
              byte[] old = before.get(name);
              if (old == null || !Arrays.equals(old, bytes)) {
                run.add(new Effect.StoreMetadata(name, Content.of(bytes)));
              }
            });
    run.trust = newer;
    Optional<Instant> signedAt =
        newer
            .findTimestamp()
            .flatMap(t -> t.findSigningTime().filter(signed -> signed.isBefore(t.expires())));
    UpdateMemory raised =
        signedAt.isPresent() ? run.memory.withTimeFloorOf(signedAt.get()) : run.memory;
    if (!raised.equals(run.memory)) {
      run.remember(raised);
    }
  }

  static void decide(Run run, RingsDocument document) {
    if (!document.product().equals(run.settings.product())) {
      refused(run, "rings document: product must be " + run.settings.product());
      return;
    }
    Optional<Ring> ring =
        RingMembership.ringOf(document, run.settings.device(), run.settings.attributes());
    run.sync =
        run.sync.read(timestampVersion(run), ring.map(Ring::name).orElse(""), document.sequence());
    rememberHolding(run, run.memory.holding().afterReading(document.sequence()));
    if (ring.isEmpty()) {
      stay(run, "the device is in no ring");
      return;
    }
    if (!Flags.follow(run, ring.get(), document)) {
      choose(run, document);
    }
  }

  /// Decides by a rings document in which the device has a ring.
  static void choose(Run run, RingsDocument document) {
    Ring ring =
        RingMembership.ringOf(document, run.settings.device(), run.settings.attributes())
            .orElseThrow();
    Decision decision = Decision.of(document, ring, run.settings, run.memory, run.agentTime());
    switch (decision) {
      case Decision.Stay(var reason) -> stay(run, reason);
      case Decision.StartLater(var rollout, var attempt, var at) -> {
        Tracing.begin(run, rollout);
        Telling.note(run, rollout, attempt, new Progress.Told());
        Telling.waits(run, rollout, attempt, "its place in the wave's window comes at " + at);
        rememberJob(run, new Job.Scheduled(rollout, at));
        run.log(
            Severity.INFO, "start scheduled", "rollout", rollout.toString(), "at", at.toString());
        idleUntil(run, at);
      }
      case Decision.Hold(var rollout, var attempt, var until) -> {
        Telling.waits(run, rollout, attempt, "the rollout was halted; held until " + until);
        run.log(Severity.INFO, "holding a halted rollout", "rollout", rollout.toString());
        idleUntil(run, until);
      }
      case Decision.Refuse(var choice, var detail) -> {
        Tracing.begin(run, choice.rollout());
        Ending.refused(run, choice, OutcomeReason.Code.BELOW_FLOOR, detail);
      }
      case Decision.Take(var choice) -> {
        Tracing.begin(run, choice.rollout());
        Telling.note(run, choice.rollout(), choice.attempt(), new Progress.Told());
        if (!Maintenance.isWaiting(run, choice)) {
          Lookup.find(run, new ForManifest(choice), Manifest.path(choice.release().release()));
        }
      }
    }
  }

  /// The repository plans nothing for this product.
  static void nothingPlanned(Run run) {
    run.sync = run.sync.read(timestampVersion(run), "", 0);
    stay(run, "the product has no rings document");
  }

  private static void stay(Run run, String reason) {
    run.log(Severity.INFO, "nothing to install", "reason", reason);
    rememberJob(run, new Job.Nothing());
    run.add(new Effect.KeepDownloads(Set.of()));
    idle(run);
  }

  static void rememberHolding(Run run, Holding holding) {
    if (!run.memory.holding().equals(holding)) {
      run.remember(run.memory.withHolding(holding));
    }
  }

  private static void rememberJob(Run run, Job job) {
    if (!run.memory.job().equals(job)) {
      run.remember(run.memory.withJob(job));
    }
  }

  /// Metadata was refused twice. What was installed stays, and the next refresh tries again.
  static void refused(Run run, String reason) {
    run.log(Severity.WARN, "refresh refused", "reason", reason);
    idle(run);
  }

  /// The edge node did not answer often enough. A release whose bytes are all there is still
  /// installed.
  static void unreachable(Run run, String detail) {
    run.log(Severity.WARN, "edge node unreachable", "detail", detail);
    boolean isLooking =
        run.phase instanceof Refreshing
            || run.phase instanceof Finding
            || run.phase instanceof Reading;
    if (isLooking
        && run.memory.job() instanceof Job.Underway(Plan plan, Job.Step step, _)
        && step == Job.Step.READY) {
      if (!Maintenance.isClosed(run, plan)) {
        run.digest(new Phase.CheckingResult(plan, Phase.Origin.EARLIER), plan.file());
      }
    } else if (isLooking && run.memory.job() instanceof Job.InPlace(Plan plan, var order, _, _)) {
      InPlace.begin(run, plan, order);
    } else {
      run.memory
          .job()
          .findPlan()
          .ifPresent(plan -> Telling.waits(run, plan, "edge node unreachable: " + detail));
      idle(run);
    }
  }

  /// Looks, if the device has not done so since its start, because it had something to end first.
  static void lookOrIdle(Run run) {
    if (run.sync.hasLooked()) {
      idle(run);
    } else {
      begin(run);
    }
  }

  /// Waits for the next refresh; a device that is behind an announcement looks again soon.
  static void idle(Run run) {
    Instant next = Limits.nextRefresh(run.now, run.settings.refreshInterval(), run.chance);
    if (run.sync.isBehind()) {
      if (run.sync.forcedRefreshes() >= Limits.MAX_FORCED_REFRESHES) {
        run.sync = run.sync.gaveUp();
      } else {
        next =
            run.sync.forcedRefreshes() == 0 ? run.now : Limits.forcedRefreshAt(run.now, run.chance);
        run.sync = run.sync.forcedOnce();
      }
    }
    rest(run, Flags.isDue(run) ? earlier(next, flagsAgainAt(run)) : next);
  }

  private static Instant flagsAgainAt(Run run) {
    return Limits.failureWaitEnd(
        run.now,
        Math.max(1, run.memory.flags().failures()),
        run.settings.refreshInterval(),
        run.chance);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /// Waits at most until a moment.
  static void idleUntil(Run run, Instant moment) {
    idle(run);
    if (moment.isBefore(run.nextRefreshAt)) {
      rest(run, moment);
    }
  }

  private static void rest(Run run, Instant until) {
    run.phase = new Phase.Idle();
    run.request = new Request.None();
    run.nextRefreshAt = until;
    run.add(new Effect.WakeAt(until));
  }

  private static long timestampVersion(Run run) {
    return run.trust.findTimestamp().map(Timestamp::version).orElse(0L);
  }

  static Bytes want(Fetch fetch, boolean cacheBypass) {
    String name = fetch.path().substring(fetch.path().lastIndexOf('/') + 1);
    return new Bytes(
        name, fetch.path(), new ByteRange.Whole(), fetch.maxLengthBytes(), cacheBypass);
  }

  /// The refusal without its subject, which the log names already.
  static String reason(Refusal refusal) {
    String subject = refusal.subject() + ": ";
    String message = refusal.message();
    return message.startsWith(subject) ? message.substring(subject.length()) : message;
  }
}
