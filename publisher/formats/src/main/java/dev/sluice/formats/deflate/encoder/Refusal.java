package dev.sluice.formats.deflate.encoder;

import dev.sluice.formats.stream.MalformedPatchException;

/// What is said of recipes by which no stream can be made.
public final class Refusal {
  private Refusal() {}

  /// A refusal; where in the patch is known to the patcher alone.
  ///
  /// @param rule what the recipe of a stream must hold
  public static MalformedPatchException of(String rule) {
    return MalformedPatchException.corrupt(0, "the recipe of a deflate stream must hold " + rule);
  }
}
