package dev.sluice.console.letter;

import java.time.Instant;
import java.util.Optional;

/// One dead letter as lists show it.
///
/// @param id of the letter's event
/// @param at when it was written
/// @param topic where its record came from
/// @param key the record's; may be empty
/// @param reason what went wrong
/// @param consumer who could not handle it
/// @param lengthBytes of the record, as far as it is kept
/// @param partition of topic `dead-letters` where it is
/// @param offset where it is in the partition
/// @param state what became of it
/// @param replayOf the letter whose replay failed and became this one
/// @param cameBackAs the letter that its own latest failed replay became
/// @param decidedBy who ordered the latest replay, or discarded it
/// @param decidedAt when
/// @param why may be empty
public record LetterEntry(
    String id,
    Instant at,
    String topic,
    String key,
    String reason,
    String consumer,
    int lengthBytes,
    int partition,
    long offset,
    LetterState state,
    Optional<String> replayOf,
    Optional<String> cameBackAs,
    Optional<String> decidedBy,
    Optional<Instant> decidedAt,
    Optional<String> why) {
  /// The same letter after a decision.
  public LetterEntry decided(LetterState next, String by, Instant when, String reasonOfIt) {
    return with(next, cameBackAs, Optional.of(by), Optional.of(when), Optional.of(reasonOfIt));
  }

  /// The same letter in another state, whoever decided it.
  public LetterEntry in(LetterState next) {
    return with(next, cameBackAs, decidedBy, decidedAt, why);
  }

  /// The same letter, whose replay failed and became another.
  public LetterEntry cameBack(String other) {
    return with(state, Optional.of(other), decidedBy, decidedAt, why);
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // the record's own components
  private LetterEntry with(
      LetterState next,
      Optional<String> back,
      Optional<String> by,
      Optional<Instant> when,
      Optional<String> reasonOfIt) {
    return new LetterEntry(
        id,
        at,
        topic,
        key,
        reason,
        consumer,
        lengthBytes,
        partition,
        offset,
        next,
        replayOf,
        back,
        by,
        when,
        reasonOfIt);
  }
}
