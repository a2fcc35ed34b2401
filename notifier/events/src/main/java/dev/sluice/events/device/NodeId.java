package dev.sluice.events.device;

import dev.sluice.release.NameSyntax;

/// The name of an edge node, unique within its stamp.
///
/// It is part of MQTT topics and queue keys, hence without `/`, `+` and `#`.
///
/// @param value as [#SYNTAX] says
public record NodeId(String value) implements Comparable<NodeId> {
  /// What is allowed, in words, for messages.
  public static final String SYNTAX =
      "a node id (1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-', starting with a letter or digit)";

  private static final int QUOTE_LIMIT = 80;
  private static final NameSyntax NAMES = NameSyntax.ofLetters("._-", 64);

  /// Checks the syntax.
  ///
  /// @throws IllegalArgumentException if [#isValid(String)] is false, saying what was expected
  public NodeId {
    if (!isValid(value)) {
      String shown = value.substring(0, Math.min(value.length(), QUOTE_LIMIT));
      throw new IllegalArgumentException("expected " + SYNTAX + ", got \"" + shown + "\"");
    }
  }

  /// Reads an id that has to be valid.
  ///
  /// @throws IllegalArgumentException if it is not; ask [#isValid(String)] first for outside text
  public static NodeId parse(String text) {
    return new NodeId(text);
  }

  /// Whether the text is a node id.
  public static boolean isValid(String text) {
    return NAMES.matches(text);
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
