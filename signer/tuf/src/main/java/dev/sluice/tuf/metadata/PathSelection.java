package dev.sluice.tuf.metadata;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Which target paths a delegation hands over (TUF 1.0.34 section 4.5).
public sealed interface PathSelection {

  /// Paths that match one of the patterns.
  ///
  /// @param patterns `*` stands for any characters and `?` for one, but neither for `/`
  record Patterns(List<String> patterns) implements PathSelection {
    /// Copies the list.
    public Patterns {
      patterns = List.copyOf(patterns);
    }

    boolean matches(String targetPath) {
      return patterns.stream().anyMatch(pattern -> PathPattern.matches(pattern, targetPath));
    }

    JsonArray toJson() {
      return JsonArray.ofStrings(patterns);
    }
  }

  /// Paths the SHA-256 of which begins with one of the prefixes.
  ///
  /// @param prefixes lower-case hexadecimal digits
  record HashPrefixes(List<String> prefixes) implements PathSelection {
    /// Copies the list.
    public HashPrefixes {
      prefixes = List.copyOf(prefixes);
    }

    boolean matches(String targetPath) {
      String hash = hashOf(targetPath).hex();
      return prefixes.stream().anyMatch(hash::startsWith);
    }

    JsonArray toJson() {
      return JsonArray.ofStrings(prefixes);
    }
  }

  /// All paths, spread over 2^bits roles by the first bits of their SHA-256 (TAP 15).
  ///
  /// @param bits 1 to [#MAX_BITS]
  record SuccinctBins(int bits) implements PathSelection {
    /// The specification allows 1 to 32 bits.
    public static final int MAX_BITS = 32;

    /// Checks the range.
    public SuccinctBins {
      if (bits < 1 || bits > MAX_BITS) {
        throw new IllegalArgumentException("bits " + bits);
      }
    }

    /// The bin of a path, in hexadecimal digits, all bins with the same number of digits.
    String binOf(String targetPath) {
      long first32 = Long.parseLong(hashOf(targetPath).hex().substring(0, 8), 16);
      String bin = Long.toHexString(first32 >>> (32 - bits));
      int digits = Long.toHexString((1L << bits) - 1).length();
      return "0".repeat(digits - bin.length()) + bin;
    }
  }

  private static Digest hashOf(String targetPath) {
    return Digest.sha256(targetPath.getBytes(StandardCharsets.UTF_8));
  }
}
