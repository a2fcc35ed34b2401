package dev.sluice.tuf.json;

/// A string of Unicode characters.
///
/// @param value well-formed UTF-16: a lone surrogate has no UTF-8 form and so could not be signed
public record JsonString(String value) implements Json {
  /// Checks the surrogates.
  public JsonString {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("a JSON string must not hold a lone surrogate");
    }
  }

  /// Whether the text may be one: it holds no lone surrogate.
  public static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
