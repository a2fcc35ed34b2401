package dev.sluice.tuf.digest;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The SHA-256 of some bytes: the identity of every immutable file in Sluice.
///
/// The order is that of the unsigned bytes, which is also the order of the hexadecimal text.
public final class Digest implements Comparable<Digest> {
  /// Length of a digest in bytes.
  public static final int LENGTH_BYTES = 32;

  private static final int PREFIX_HEX_LENGTH = 12;

  private final byte[] bytes;

  private Digest(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Digests `content` as a whole.
  public static Digest sha256(byte[] content) {
    var digester = new Digester();
    digester.update(content, 0, content.length);
    return digester.digest();
  }

  /// Wraps a copy of an already computed digest.
  ///
  /// @throws IllegalArgumentException unless there are exactly [#LENGTH_BYTES] bytes
  public static Digest ofBytes(byte[] bytes) {
    if (bytes.length != LENGTH_BYTES) {
      throw new IllegalArgumentException(
          "a sha256 digest must have " + LENGTH_BYTES + " bytes, got " + bytes.length);
    }
    return new Digest(bytes.clone());
  }

  /// Reads 64 lower-case hexadecimal digits.
  ///
  /// @throws IllegalArgumentException on anything else; ask [#isHex(String)] first for outside text
  public static Digest parse(String hex) {
    if (!isHex(hex)) {
      throw new IllegalArgumentException(
          "a sha256 digest must be 64 lower-case hexadecimal digits, got "
              + hex.length()
              + " characters");
    }
    return new Digest(HexFormat.of().parseHex(hex));
  }

  /// Whether [#parse(String)] accepts the text.
  public static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return text.length() == 2 * LENGTH_BYTES;
  }

  /// The digest as 64 lower-case hexadecimal digits.
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  /// The first 12 hexadecimal digits: enough for a person to tell two files apart in a log.
  public String prefix() {
    return hex().substring(0, PREFIX_HEX_LENGTH);
  }

  /// A copy of the 32 bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(Digest other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return hex();
  }
}
