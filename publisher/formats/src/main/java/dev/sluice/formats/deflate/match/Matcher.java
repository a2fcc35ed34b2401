package dev.sluice.formats.deflate.match;

import dev.sluice.formats.deflate.encoder.Family;
import dev.sluice.formats.deflate.encoder.Profile;

/// An encoder's search for matches in the contents of a [Window].
interface Matcher {
  /// The token that the encoder would write at the window's position.
  int predict();

  /// Takes note of the token that stands at the window's position, which has not moved on yet.
  void accept(int token, boolean isAsPredicted);

  /// The next segment begins at the window's position.
  ///
  /// @param isFresh whether the encoder forgets what came before
  void beginSegment(boolean isFresh);

  /// The window's places have moved towards its beginning by so many bytes.
  void slide(int moved);

  /// The search that belongs to a profile.
  static Matcher of(Profile profile, Window window) {
    return switch (profile.strategy()) {
      case HUFFMAN_ONLY -> new NoMatcher(window);
      case RUN_LENGTHS -> new RunMatcher(window);
      case DEFAULT, FILTERED, FIXED -> {
        if (profile.isStored()) {
          yield new NoMatcher(window);
        }
        if (profile.family() != Family.GO) {
          yield new ZlibMatcher(profile, window);
        }
        yield profile.isOfWholeBlocks()
            ? new GoFastMatcher(window)
            : new GoMatcher(profile, window);
      }
    };
  }
}
