package dev.sluice.delta.classfile;

import dev.sluice.delta.wire.MalformedPatchException;

/// What is left of the memory that one class may take. Arrays are taken from it as they grow.
final class Allowance {
  private long leftBytes;

  /// @param bytes heap for everything together
  Allowance(long bytes) {
    leftBytes = bytes;
  }

  /// Takes memory.
  ///
  /// @throws MalformedPatchException if there is too little
  void take(long bytes) throws MalformedPatchException {
    if (bytes > leftBytes) {
      throw MalformedPatchException.corrupt(0, "class files that fit the memory declared for them");
    }
    leftBytes -= bytes;
  }

  /// Gives memory back.
  void give(long bytes) {
    leftBytes += bytes;
  }
}
