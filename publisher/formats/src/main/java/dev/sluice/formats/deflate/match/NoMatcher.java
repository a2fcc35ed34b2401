package dev.sluice.formats.deflate.match;

/// Searches for nothing.
///
/// @param window the contents
record NoMatcher(Window window) implements Matcher {
  @Override
  public int predict() {
    return window.literal();
  }

  @Override
  public void accept(int token, boolean isAsPredicted) {
    // Whatever it is, the next is a literal.
  }

  @Override
  public void beginSegment(boolean isFresh) {
    // There is nothing to forget.
  }

  @Override
  public void slide(int moved) {
    // No place is kept.
  }
}
