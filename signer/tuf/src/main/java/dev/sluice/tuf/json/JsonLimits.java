package dev.sluice.tuf.json;

/// How large a document may be before reading it stops.
///
/// @param maxLengthBytes largest whole document, in bytes
/// @param maxDepth deepest nesting of objects and arrays
public record JsonLimits(long maxLengthBytes, int maxDepth) {
  /// Nesting of 32 is far beyond any document of ours and far below any stack.
  public static final int DEFAULT_MAX_DEPTH = 32;

  static final int MAX_DEPTH_LIMIT = 512;

  /// Checks that both limits are positive and that the depth cannot exhaust a stack.
  public JsonLimits {
    if (maxLengthBytes < 1 || maxDepth < 1 || maxDepth > MAX_DEPTH_LIMIT) {
      throw new IllegalArgumentException(
          "limits out of range: " + maxLengthBytes + " B, depth " + maxDepth);
    }
  }

  /// The default depth with a length of the caller's choice.
  public static JsonLimits ofLength(long maxLengthBytes) {
    return new JsonLimits(maxLengthBytes, DEFAULT_MAX_DEPTH);
  }
}
