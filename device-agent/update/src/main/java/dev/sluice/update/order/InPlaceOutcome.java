package dev.sluice.update.order;

/// What came of applying a patch over the installed file.
public sealed interface InPlaceOutcome {
  /// The installed file is the result, durably.
  record Applied() implements InPlaceOutcome {}

  /// It was not done; the installed file is what it was.
  record Refused(String detail) implements InPlaceOutcome {}

  /// A disk failed in the middle. The installed file is neither old nor new; the same again goes
  /// on.
  record CutOff(String detail) implements InPlaceOutcome {}

  /// The installed file is neither old nor new, and cannot become either.
  record Lost(String detail) implements InPlaceOutcome {}
}
