package dev.sluice.formats.deflate.match;

import dev.sluice.formats.deflate.encoder.Profile;
import dev.sluice.formats.deflate.token.Codes;
import dev.sluice.formats.deflate.token.Token;

/// Says what an encoder would do next, whatever the stream has done so far.
///
/// It holds the contents around the current position and what the encoder remembers of them. The
/// caller appends contents, asks for the next token with [#predict], and tells with [#accept] which
/// one it was. A token may be predicted once [#LOOKAHEAD] bytes, or all bytes up to the end of the
/// segment, have been appended.
public final class Predictor {
  /// Bytes ahead of the position that a prediction looks at, at most: zlib at the longest match,
  /// and Go at level 1 at the next place that it searches, which in a block of 65535 bytes is up to
  /// 2048 away.
  public static final int LOOKAHEAD = 2304;

  /// Heap that a predictor takes at most, in bytes: the window and the largest search.
  public static final int MEMORY_BYTES = Window.MEMORY_BYTES + (395 << 10);

  /// What zlib keeps of a window for what lies ahead, so that matches do not reach that far back.
  public static final int RESERVED_BYTES = Codes.MAX_MATCH + Codes.MIN_MATCH + 1;

  private final Window window = new Window();
  private final Matcher matcher;
  private int predicted;

  /// Begins a stream.
  public Predictor(Profile profile) {
    matcher = Matcher.of(profile, window);
  }

  /// Where the next token begins, in bytes of the contents.
  public long position() {
    return window.dropped() + window.position();
  }

  /// Bytes appended.
  public long end() {
    return window.appended();
  }

  /// Whether a token can be predicted; `isComplete` if nothing more will be appended.
  public boolean isReady(boolean isComplete) {
    return remaining() > 0
        && (isComplete || window.isSegmentEndKnown() || window.ahead() >= LOOKAHEAD);
  }

  /// Appends as many of `count` bytes as there is room for, and returns how many.
  public int append(byte[] bytes, int offset, int count) {
    makeRoomFor(1);
    return window.append(bytes, offset, count);
  }

  /// Appends what a token stands for; false if its distance reaches before the contents.
  public boolean append(int token) {
    makeRoomFor(Codes.MAX_MATCH);
    return window.append(token);
  }

  private void makeRoomFor(int count) {
    if (window.lacksRoomFor(count)) {
      matcher.slide(window.slide());
    }
  }

  /// Says where the current segment ends; an encoder does not look beyond.
  public void limitSegment(long segmentEndPosition) {
    window.limitSegment(segmentEndPosition);
  }

  /// Begins the next segment, whose end is not known.
  ///
  /// @param isFresh whether the encoder forgets what came before
  public void beginSegment(boolean isFresh) {
    window.openSegment();
    matcher.beginSegment(isFresh);
  }

  /// Bytes up to the end of the segment, as far as they have been appended.
  public int remaining() {
    return window.limit() - window.position();
  }

  /// Whether `distance` leads to contents that are held.
  public boolean isReachable(long distance) {
    return distance > 0 && distance <= Math.min(window.position(), Codes.MAX_DISTANCE);
  }

  /// Contents before the position.
  public byte[] window() {
    return window.bytes();
  }

  /// Where in [#window] the position is.
  public int windowPosition() {
    return window.position();
  }

  /// The literal at the position.
  public int literal() {
    return window.literal();
  }

  /// What the encoder would do at the position.
  public int predict() {
    predicted = matcher.predict();
    return predicted;
  }

  /// Goes on behind a token, which need not be the one predicted.
  public void accept(int token) {
    matcher.accept(token, token == predicted);
    window.advance(Token.bytes(token));
  }
}
