package dev.sluice.formats.classfile.bytes;

import dev.sluice.formats.stream.MalformedPatchException;

/// What is left of the memory that one class may take. Arrays are taken from it as they grow.
public final class Allowance {
  private long leftBytes;

  /// @param bytes heap for everything together
  public Allowance(long bytes) {
    leftBytes = bytes;
  }

  /// Takes memory.
  ///
  /// @throws MalformedPatchException if there is too little
  public void take(long bytes) throws MalformedPatchException {
    if (bytes > leftBytes) {
      throw MalformedPatchException.corrupt(0, "class files that fit the memory declared for them");
    }
    leftBytes -= bytes;
  }

  /// Gives memory back.
  public void give(long bytes) {
    leftBytes += bytes;
  }
}
