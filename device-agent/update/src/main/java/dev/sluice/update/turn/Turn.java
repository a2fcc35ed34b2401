package dev.sluice.update.turn;

import dev.sluice.events.TraceParent;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.update.file.LocalFile;
import dev.sluice.update.memory.RolloutTrace;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.settings.UpdateSettings;
import dev.sluice.update.turn.Request.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// What the device knows in the middle of one call of the machine, and what it has to do so far.
///
/// Immutable: each method gives another turn, and a step passes on the last one. The effects stand
/// in the order in which they were added.
public final class Turn {
  private final UpdateSettings settings;
  private final Instant now;
  private final RandomGenerator chance;
  private final Predicate<RolloutId> isUnderway;
  private final Knowledge known;
  private final long lastNumber;
  private final List<Effect> effects;

  private Turn(
      UpdateSettings settings,
      Instant now,
      RandomGenerator chance,
      Predicate<RolloutId> isUnderway,
      Knowledge known,
      long lastNumber,
      List<Effect> effects) {
    this.settings = settings;
    this.now = now;
    this.chance = chance;
    this.isUnderway = isUnderway;
    this.known = known;
    this.lastNumber = lastNumber;
    this.effects = effects;
  }

  /// The beginning of a call.
  ///
  /// @param lastNumber of the latest effect that was asked for by number
  /// @param isUnderway whether the machine was working for a rollout when the call began
  public static Turn beginning(
      UpdateSettings settings,
      Instant now,
      RandomGenerator chance,
      Knowledge known,
      long lastNumber,
      Predicate<RolloutId> isUnderway) {
    return new Turn(settings, now, chance, isUnderway, known, lastNumber, List.of());
  }

  /// What the machine knows of its device.
  public UpdateSettings settings() {
    return settings;
  }

  /// The device's clock.
  public Instant now() {
    return now;
  }

  /// The source of chance.
  public RandomGenerator chance() {
    return chance;
  }

  /// All that is known.
  public Knowledge known() {
    return known;
  }

  /// What survives a power cut.
  public UpdateMemory memory() {
    return known.memory();
  }

  /// How well the device knows what it shall run.
  public Sync sync() {
    return known.sync();
  }

  /// The number of the latest effect that was asked for by number.
  public long lastNumber() {
    return lastNumber;
  }

  /// What is to be done, in this order.
  public List<Effect> effects() {
    return effects;
  }

  /// The time that trust and admission go by: never before what was once believed.
  public Instant agentTime() {
    return now.isBefore(memory().timeFloor()) ? memory().timeFloor() : now;
  }

  /// Whether a moment has come, or is farther away than it was when it was chosen: the clock has
  /// been set back since.
  public boolean isDue(Instant moment, Duration longest) {
    return !now.isBefore(moment) || now.plus(longest).isBefore(moment);
  }

  /// Whether metadata was refreshed less than this long ago. Nobody knows how long it is once the
  /// clock was set back.
  public boolean isLookedWithin(Duration age) {
    Instant refreshed = sync().refreshedAt();
    return !now.isBefore(refreshed) && now.isBefore(refreshed.plus(age));
  }

  private Turn knowing(Knowledge next) {
    return new Turn(settings, now, chance, isUnderway, next, lastNumber, effects);
  }

  /// With one more thing to do.
  public Turn with(Effect effect) {
    List<Effect> more = new ArrayList<>(effects);
    more.add(effect);
    return new Turn(
        settings, now, chance, isUnderway, known, lastNumber, Collections.unmodifiableList(more));
  }

  /// With another memory, which is kept before anything that follows.
  public Turn remember(UpdateMemory memory) {
    return withMemory(memory).with(new Effect.Persist(memory));
  }

  /// The same, unless nothing is new.
  public Turn rememberIfNew(UpdateMemory memory) {
    return memory.equals(memory()) ? this : remember(memory);
  }

  /// With another memory, which is kept with the next one.
  public Turn withMemory(UpdateMemory memory) {
    return knowing(known.withMemory(memory));
  }

  /// With other trusted metadata.
  public Turn withTrust(TrustedMetadata trust) {
    return knowing(known.withTrust(trust));
  }

  /// With another view of what the device shall run.
  public Turn withSync(Sync sync) {
    return knowing(known.withSync(sync));
  }

  /// With the trace of an announcement.
  public Turn withHeard(RolloutTrace heard) {
    return knowing(known.withHeard(heard));
  }

  /// With a report, which is sent now.
  public Turn report(Effect.SendReport report) {
    return knowing(known.withReportedAt(now)).with(report);
  }

  /// Logs on the trace of what is under way, if there is one.
  public Turn log(Severity severity, String message, String... details) {
    Optional<TraceParent> trace =
        memory().trace() instanceof RolloutTrace.Of(var rollout, var of)
                && (memory().job().isOf(rollout) || isUnderway.test(rollout))
            ? Optional.of(of)
            : Optional.empty();
    return with(line(trace, severity, message, details));
  }

  /// Logs on the trace of a rollout whose work is over.
  public Turn logOf(RolloutId rollout, Severity severity, String message, String... details) {
    return with(line(memory().trace().find(rollout), severity, message, details));
  }

  @SuppressWarnings(
      "OptionalUsedAsFieldOrParameterType") // private: the trace that there is, if any
  private static Effect.Log line(
      Optional<TraceParent> trace, Severity severity, String message, String... details) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i + 1 < details.length; i += 2) {
      pairs.put(details[i], details[i + 1]);
    }
    trace.ifPresent(of -> pairs.putIfAbsent("traceId", of.traceId()));
    return new Effect.Log(severity, message, pairs);
  }

  /// Sends an outcome on the trace of its rollout.
  public Turn confirm(Confirmation confirmation) {
    return with(
        new Effect.SendConfirmation(confirmation, memory().trace().find(confirmation.rollout())));
  }

  private Turn numbered(LongFunction<? extends Effect> effect) {
    long number = lastNumber + 1;
    Turn asked = with(effect.apply(number));
    return new Turn(settings, now, chance, isUnderway, known, number, asked.effects);
  }

  /// Nothing else follows from the event.
  public <P> Move<P> stay() {
    return new Move.Stay<>(this);
  }

  /// Another step follows.
  public <P> Move<P> go(Next next) {
    return new Move.Go<>(this, next);
  }

  /// The device rests as long as it may.
  public <P> Move<P> rest() {
    return restUntil(Instant.MAX);
  }

  /// The device rests until then at most.
  public <P> Move<P> restUntil(Instant moment) {
    return go(new Next.Rest(moment));
  }

  /// Waits for the device to do something.
  ///
  /// @param effect what, by the number of the request
  public <P> Move<P> order(P phase, LongFunction<? extends Effect> effect) {
    return new Move.Wait<>(numbered(effect), phase, new Request.Doing(lastNumber + 1));
  }

  /// Waits for a file to be digested.
  public <P> Move<P> digest(P phase, LocalFile file) {
    return order(phase, number -> new Effect.DigestFile(number, file));
  }

  /// Waits for bytes.
  public <P> Move<P> fetch(P phase, Bytes want) {
    return fetch(phase, want, 0);
  }

  /// Waits for bytes that the edge node did not give `attempts` times.
  public <P> Move<P> fetch(P phase, Bytes want, int attempts) {
    Turn asked =
        numbered(
            number ->
                new Effect.Fetch(
                    number, want.path(), want.range(), want.maxLengthBytes(), want.cacheBypass()));
    return new Move.Wait<>(asked, phase, new Request.Fetching(asked.lastNumber, want, attempts));
  }

  /// Asks again later for what the edge node did not answer.
  ///
  /// @return nothing if there is no attempt left
  public <P> Optional<Move<P>> retryLater(P phase, Request.Fetching asked) {
    int attempts = asked.attempts() + 1;
    if (attempts >= Backoff.MAX_ATTEMPTS) {
      return Optional.empty();
    }
    Instant until = Backoff.end(now, attempts, chance);
    return Optional.of(
        new Move.Wait<>(
            with(new Effect.WakeAt(until)),
            phase,
            new Request.Retrying(asked.want(), attempts, until)));
  }

  /// Waits for a pause to end.
  public <P> Move<P> pause(P phase, Duration length) {
    Instant until = now.plus(length);
    return new Move.Wait<>(with(new Effect.WakeAt(until)), phase, new Request.Pausing(until));
  }

  /// Reports refused bytes by name, and asks again past the caches if that was not done before.
  ///
  /// @param twice what follows if they were refused twice
  public <P> Move<P> refuse(
      P phase, Bytes want, String reason, Function<? super Turn, Move<P>> twice) {
    Turn refused =
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
    return want.cacheBypass() ? twice.apply(refused) : refused.fetch(phase, want.bypassing());
  }

  /// The state that an answer is for.
  ///
  /// @throws IllegalStateException if the state does not wait for such an answer: a bug
  public static <T> T require(Object phase, Class<T> type) {
    if (type.isInstance(phase)) {
      return type.cast(phase);
    }
    throw new IllegalStateException(
        "an answer for " + type.getSimpleName() + " must not come in phase " + phase);
  }
}
