package dev.sluice.update.order;

/// How far a patch was applied.
public sealed interface PatchProgress {
  /// All that is there was used, up to the last whole section.
  ///
  /// @param resultBytes length of the result so far
  record Waiting(long resultBytes) implements PatchProgress {}

  /// There is more to do with what is there.
  ///
  /// @param resultBytes length of the result so far
  record Going(long resultBytes) implements PatchProgress {}

  /// The result is there, durable, and had the order's digest when it was made.
  ///
  /// @param madeBytes how much of it was made since the last start, and not before a checkpoint
  record Finished(long madeBytes) implements PatchProgress {}

  /// It cannot be applied.
  record Refused(Fault fault, String detail) implements PatchProgress {}

  /// Where the reason for a refusal lies.
  enum Fault {
    /// In what the patch says of itself before its body: the rest of it would change nothing.
    HEADER,
    /// In its body, or in what it gave.
    BODY,
    /// In the base, which cannot be read any more, or whose contents find no room.
    BASE
  }
}
