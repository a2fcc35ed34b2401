package dev.sluice.formats.deflate.match;

import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;

/// Searches for nothing but repetitions of the byte before (zlib, `deflate_rle`).
final class RunMatcher implements Matcher {
  private final Window window;
  private int barrier;

  RunMatcher(Window window) {
    this.window = window;
  }

  @Override
  public int predict() {
    int position = window.position();
    int limit = Math.min(window.limit() - position, Codes.MAX_MATCH);
    if (position == barrier || limit < Codes.MIN_MATCH) {
      return window.literal();
    }
    int length = Window.common(window.bytes(), position - 1, position, limit);
    return length < Codes.MIN_MATCH ? window.literal() : Token.match(length, 1);
  }

  @Override
  public void accept(int token, boolean isAsPredicted) {
    // The byte before is all that counts.
  }

  @Override
  public void beginSegment(boolean isFresh) {
    barrier = isFresh ? window.position() : barrier;
  }

  @Override
  public void slide(int moved) {
    barrier = Math.max(barrier - moved, 0);
  }
}
