package dev.sluice.update.order;

/// From where a patch was applied when it was advanced.
public sealed interface PatchStart {
  /// From where the last advance of this run ended.
  record Continued() implements PatchStart {}

  /// From the patch's first byte.
  record Anew() implements PatchStart {}

  /// From a checkpoint that an earlier run kept.
  ///
  /// @param patchBytes how much of the patch was used before it
  /// @param resultBytes how much of the result was made before it
  record Resumed(long patchBytes, long resultBytes) implements PatchStart {}

  /// From the first byte, because what was made before cannot be used.
  record Restarted(String reason) implements PatchStart {}
}
