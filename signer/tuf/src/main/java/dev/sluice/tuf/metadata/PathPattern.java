package dev.sluice.tuf.metadata;

/// Matches paths against the patterns of delegations.
final class PathPattern {
  private PathPattern() {}

  /// Whether the whole path matches, in time proportional to the product of both lengths: a pattern
  /// comes from outside and must not be able to keep a device busy.
  static boolean matches(String pattern, String path) {
    int p = 0;
    int star = -1;
    int resume = 0;
    int i = 0;
    while (i < path.length()) {
      char c = path.charAt(i);
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = i;
      } else if (p < pattern.length() && matchesOne(pattern.charAt(p), c)) {
        p++;
        i++;
      } else if (star >= 0 && path.charAt(resume) != '/') {
        // Let the last star swallow one character more. It stops at a slash, and so no earlier star
        // needs
        // to be tried again: segments are matched one by one.
        resume++;
        i = resume;
        p = star + 1;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean matchesOne(char patternChar, char c) {
    return patternChar == c || (patternChar == '?' && c != '/');
  }
}
