package dev.sluice.formats.classfile;

/// Bounds of class files that are taken apart, and what that takes.
public final class ClassFormat {
  /// First bytes of a class file.
  public static final int MAGIC = 0xcafebabe;

  /// A longer class file is left alone: some in a million are.
  public static final int MAX_CLASS_BYTES = 1 << 19;

  /// Longest contents.
  public static final int MAX_CONTENTS_BYTES = MAX_CLASS_BYTES;

  private static final int FIXED_BYTES = 24 << 10;
  private static final int MEMORY_FACTOR = 10;

  private ClassFormat() {}

  /// Heap that taking a class of `bytes` bytes apart takes at most, or making one again from so
  /// many bytes of contents.
  public static long memoryBytes(long bytes) {
    return FIXED_BYTES + MEMORY_FACTOR * bytes;
  }

  /// Longest class that so much memory suffices for.
  static int maxBytes(long memoryBytes) {
    return Math.clamp((memoryBytes - FIXED_BYTES) / MEMORY_FACTOR, 0, MAX_CLASS_BYTES);
  }
}
