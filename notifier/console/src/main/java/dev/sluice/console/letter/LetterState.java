package dev.sluice.console.letter;

/// What became of a dead letter.
public enum LetterState {
  /// Nobody has decided anything yet.
  OPEN,
  /// A replay is ordered and not done yet.
  REPLAYING,
  /// Its record was sent again; whether it could be handled shows in [LetterEntry#cameBackAs()].
  REPLAYED,
  /// Somebody decided that it needs no handling.
  DISCARDED
}
