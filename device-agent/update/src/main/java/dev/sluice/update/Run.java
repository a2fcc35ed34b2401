package dev.sluice.update;

import dev.sluice.events.TraceParent;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.update.Request.Asked;
import dev.sluice.update.Request.Bytes;
import dev.sluice.update.Request.Local;
import dev.sluice.update.Request.Pausing;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.RolloutTrace;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.settings.UpdateSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/// One call of the machine: the state as it changes, and the effects so far.
///
/// It never leaves the call, so that the machine as a whole stays a pure function.
final class Run {
  final UpdateSettings settings;
  final Instant now;
  final RandomGenerator chance;

  UpdateMemory memory;
  TrustedMetadata trust;
  Phase phase;
  Request request;
  Sync sync;

  /// The trace that the latest announcement told of.
  RolloutTrace heard;

  Instant nextRefreshAt;
  Instant reportedAt;

  private long lastNumber;
  private final List<Effect> effects = new ArrayList<>();

  Run(UpdateSettings settings, UpdateState state, Instant now, RandomGenerator chance) {
    this.settings = settings;
    this.now = now;
    this.chance = chance;
    memory = state.memory();
    trust = state.trust();
    phase = state.phase();
    request = state.request();
    sync = state.sync();
    heard = state.heard();
    nextRefreshAt = state.nextRefreshAt();
    reportedAt = state.reportedAt();
    lastNumber = state.lastNumber();
  }

  Transition finish() {
    if (Telling.isOverdue(this)) {
      Telling.report(this);
    }
    return new Transition(
        new UpdateState(
            memory, trust, phase, request, sync, heard, nextRefreshAt, reportedAt, lastNumber),
        effects);
  }

  /// The time that trust and admission go by: never before what was once believed.
  Instant agentTime() {
    return now.isBefore(memory.timeFloor()) ? memory.timeFloor() : now;
  }

  void add(Effect effect) {
    effects.add(effect);
  }

  void remember(UpdateMemory newMemory) {
    memory = newMemory;
    add(new Effect.Persist(newMemory));
  }

  /// Logs on the trace of what is under way, if there is one.
  void log(Severity severity, String message, String... details) {
    log(Tracing.current(this), severity, message, details);
  }

  /// Logs on the trace of a rollout whose work is over.
  void logOf(RolloutId rollout, Severity severity, String message, String... details) {
    log(memory.trace().find(rollout), severity, message, details);
  }

  private void log(
      Optional<TraceParent> trace, Severity severity, String message, String... details) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i + 1 < details.length; i += 2) {
      pairs.put(details[i], details[i + 1]);
    }
    trace.ifPresent(of -> pairs.putIfAbsent("traceId", of.traceId()));
    add(new Effect.Log(severity, message, pairs));
  }

  /// Sends an outcome on the trace of its rollout.
  void confirm(Confirmation confirmation) {
    add(new Effect.SendConfirmation(confirmation, memory.trace().find(confirmation.rollout())));
  }

  /// Enters a phase that waits for an effect on the device itself.
  void enter(Phase next, LongFunction<Effect> effect) {
    phase = next;
    request = new Asked(++lastNumber, new Local(), 0);
    add(effect.apply(lastNumber));
  }

  /// Enters a phase that waits for bytes.
  void enter(Phase next, Bytes want) {
    phase = next;
    ask(want, 0);
  }

  /// Enters a phase that waits for a file to be digested.
  void digest(Phase next, LocalFile file) {
    enter(next, number -> new Effect.DigestFile(number, file));
  }

  void ask(Bytes want, int attempts) {
    request = new Asked(++lastNumber, want, attempts);
    add(
        new Effect.Fetch(
            lastNumber, want.path(), want.range(), want.maxLengthBytes(), want.cacheBypass()));
  }

  /// Asks again later for what the edge node did not answer.
  ///
  /// @return whether there is an attempt left
  boolean pause(Asked asked) {
    int attempts = asked.attempts() + 1;
    if (attempts >= Limits.MAX_ATTEMPTS) {
      return false;
    }
    Instant until = Limits.backoffEnd(now, attempts, chance);
    request = new Pausing(asked.want(), attempts, until);
    add(new Effect.WakeAt(until));
    return true;
  }

  /// Enters a phase that goes on after a pause.
  void pause(Phase next, Duration length) {
    Instant until = now.plus(length);
    phase = next;
    request = new Pausing(new Local(), 0, until);
    add(new Effect.WakeAt(until));
  }

  /// What the answer that is being handled was asked for.
  Bytes wantedBytes() {
    if (request instanceof Asked(_, Bytes want, _)) {
      return want;
    }
    throw new IllegalStateException("phase " + phase + " must wait for bytes, got " + request);
  }

  /// Reports refused bytes by name, and asks again past the caches if that was not done before.
  ///
  /// @return whether it asked again; if not, the bytes were refused twice
  boolean refuse(String reason) {
    Bytes want = wantedBytes();
    log(
        Severity.WARN,
        "refused bytes",
        "what",
        want.name(),
        "reason",
        reason,
        "path",
        want.path(),
        "again",
        want.cacheBypass() ? "no" : "with no-cache");
    if (want.cacheBypass()) {
      return false;
    }
    ask(want.bypassing(), 0);
    return true;
  }
}
