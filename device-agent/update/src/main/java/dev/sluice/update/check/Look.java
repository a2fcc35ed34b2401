package dev.sluice.update.check;

import dev.sluice.events.rings.RingsDocument;
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

  /// Keeps what is newly trusted, and what it says of the time.
  ///
  /// What a new root means for the time is remembered before the root is stored: if the power goes
  /// in between, the root is fetched again; a stored one is new no more. A timestamp is stored
  /// first, so that each moves the time once.
  static Turn accept(Turn turn, TrustedMetadata newer) {
    TrustedMetadata older = turn.known().trust();
    boolean isNewRoot = newer.root().version() > older.root().version();
    Turn begun = isNewRoot ? turn.rememberIfNew(turn.memory().withNewRoot()) : turn;
    Turn trusting = stored(begun, older.files(), newer.files()).withTrust(newer);
    return newer
        .findTimestamp()
        .filter(timestamp -> !older.findTimestamp().equals(Optional.of(timestamp)))
        .map(
            timestamp ->
                trusting
                    .memory()
                    .withTimestamp(timestamp, turn.now(), turn.settings().refreshInterval()))
        .map(trusting::rememberIfNew)
        .orElse(trusting);
  }

  private static Turn stored(Turn turn, Map<String, byte[]> before, Map<String, byte[]> files) {
    Turn stored = turn;
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      if (!Arrays.equals(before.get(file.getKey()), file.getValue())) {
        stored = stored.with(new Effect.StoreMetadata(file.getKey(), Content.of(file.getValue())));
      }
    }
    return stored;
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
