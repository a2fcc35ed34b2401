package dev.sluice.formats.deflate.encoder;

import java.util.List;

/// How hard an encoder searches at a level.
///
/// @param good length of a match from which a better one is searched with a quarter of the effort
/// @param lazy length from which no better one is searched; if none is ever searched, length up to
///     which the bytes of a match are hashed
/// @param nice length that ends a search
/// @param chain places that a search looks at, at most
public record Effort(int good, int lazy, int nice, int chain) {
  private static final int NO_LENGTH = 0x1ff;

  /// Of zlib's `configuration_table`, by level.
  private static final List<Effort> ZLIB =
      List.of(
          new Effort(0, 0, 0, 0),
          new Effort(4, 4, 8, 4),
          new Effort(4, 5, 16, 8),
          new Effort(4, 6, 32, 32),
          new Effort(4, 4, 16, 16),
          new Effort(8, 16, 32, 32),
          new Effort(8, 16, 128, 128),
          new Effort(8, 32, 128, 256),
          new Effort(32, 128, 258, 1024),
          new Effort(32, 258, 258, 4096));

  /// Of Go's `levels`, by level; it never saves effort. Level 1 searches in another way.
  private static final List<Effort> GO =
      List.of(
          new Effort(NO_LENGTH, 0, 0, 0),
          new Effort(NO_LENGTH, 0, 0, 0),
          new Effort(NO_LENGTH, 5, 16, 8),
          new Effort(NO_LENGTH, 6, 32, 32),
          new Effort(NO_LENGTH, 4, 16, 16),
          new Effort(NO_LENGTH, 16, 32, 32),
          new Effort(NO_LENGTH, 16, 128, 128),
          new Effort(NO_LENGTH, 32, 128, 256),
          new Effort(NO_LENGTH, 128, 258, 1024),
          new Effort(NO_LENGTH, 258, 258, 4096));

  /// What `family` does at `level`.
  static Effort of(Family family, int level) {
    return (family == Family.GO ? GO : ZLIB).get(level);
  }
}
