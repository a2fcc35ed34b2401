package dev.sluice.update.check;

import dev.sluice.events.rings.RingsDocument;
import dev.sluice.tuf.metadata.Timestamp;
import dev.sluice.tuf.trust.Fetch;
import dev.sluice.tuf.trust.Refresh;
import dev.sluice.tuf.trust.RefreshStep;
import dev.sluice.tuf.trust.Refusal;
import dev.sluice.tuf.trust.TrustLimits;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.update.check.CheckPhase.Refreshing;
import dev.sluice.update.check.Purpose.ForRings;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.memory.UpdateMemory;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.Effect.Severity;
import dev.sluice.update.turn.Move;
import dev.sluice.update.turn.Request.Bytes;
import dev.sluice.update.turn.Turn;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/// Refreshes the metadata, and keeps what is newly trusted.
final class Look {
  static final TrustLimits LIMITS = TrustLimits.DEFAULT;

  private Look() {}

  /// Starts looking.
  ///
  /// @param isForced whether the edge node must ask its upstream
  static Move<CheckPhase> begin(Turn turn, boolean isForced) {
    Turn begun = turn.withSync(turn.sync().begun());
    return advance(
        begun,
        Refresh.start(begun.known().trust(), begun.agentTime(), begun.now(), LIMITS),
        isForced);
  }

  private static Move<CheckPhase> advance(Turn turn, Refresh refresh, boolean isForced) {
    Turn accepted = accept(turn, refresh.trusted());
    return switch (refresh.step()) {
      case Fetch fetch ->
          accepted.fetch(
              new Refreshing(refresh, isForced), want(fetch, isForced && fetch.mutable()));
      case RefreshStep.Done _ ->
          Lookup.find(
              accepted.withSync(accepted.sync().refreshed(accepted.now())),
              new ForRings(),
              RingsDocument.path(accepted.settings().product()));
      case RefreshStep.Refused(var refusal) -> refused(accepted, refusal.message());
    };
  }

  /// An answer to a metadata file of the refresh.
  ///
  /// @param next the refresh after the answer
  static Move<CheckPhase> answered(Turn turn, Refreshing phase, Bytes want, Refresh next) {
    return next.step() instanceof RefreshStep.Refused(var refusal)
        ? turn.refuse(
            phase, want, reason(refusal), refused -> advance(refused, next, phase.isForced()))
        : advance(turn, next, phase.isForced());
  }

  /// Keeps what is newly trusted, file by file, and what it says of the time.
  static Turn accept(Turn turn, TrustedMetadata newer) {
    Map<String, byte[]> before = turn.known().trust().files();
    Turn stored = turn;
    for (Map.Entry<String, byte[]> file : newer.files().entrySet()) {
      byte[] old = before.get(file.getKey());
      if (old == null || !Arrays.equals(old, file.getValue())) {
        stored = stored.with(new Effect.StoreMetadata(file.getKey(), Content.of(file.getValue())));
      }
    }
    TrustedMetadata older = turn.known().trust();
    Turn trusting = stored.withTrust(newer);
    if (newer.root().version() > older.root().version()) {
      UpdateMemory memory = trusting.memory();
      trusting = trusting.remember(memory.withBounds(memory.bounds().withNewRoot()));
    }
    Optional<Timestamp> timestamp = newer.findTimestamp();
    return timestamp.isEmpty() || timestamp.equals(older.findTimestamp())
        ? trusting
        : timed(trusting, timestamp.get());
  }

  /// The turn after a timestamp that was not seen before: each moves the time once.
  private static Turn timed(Turn turn, Timestamp timestamp) {
    return timestamp
        .findSigningTime()
        .filter(signed -> signed.isBefore(timestamp.expires()))
        .map(
            signed ->
                turn.memory()
                    .withTimestamp(
                        timestamp, signed, turn.now(), turn.settings().refreshInterval()))
        .map(turn::remember)
        .orElse(turn);
  }

  /// Metadata was refused twice. What was installed stays, and the next refresh tries again.
  static Move<CheckPhase> refused(Turn turn, String reason) {
    return turn.log(Severity.WARN, "refresh refused", "reason", reason).rest();
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
