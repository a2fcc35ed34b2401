package dev.sluice.formats.classfile.bytes;

import dev.sluice.formats.stream.MalformedPatchException;

/// What is said of bytes that are no class file, or no contents of one.
public final class Refusal {
  private Refusal() {}

  /// A refusal; where in the patch is known to the patcher alone.
  ///
  /// @param rule what there must be in a class file
  public static MalformedPatchException of(String rule) {
    return MalformedPatchException.corrupt(0, "in a class file, " + rule);
  }
}
