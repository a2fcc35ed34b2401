package dev.sluice.events;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Bytes as a value: immutable, compared by content.
public final class ByteString {
  private static final int SHOWN_BYTES = 8;

  private final byte[] bytes;

  private ByteString(byte[] bytes) {
    this.bytes = bytes;
  }

  /// A copy of the bytes.
  public static ByteString of(byte[] bytes) {
    return new ByteString(bytes.clone());
  }

  /// Reads Base64 (RFC 4648 section 4, with padding).
  ///
  /// @return nothing if it is malformed
  public static Optional<ByteString> findBase64(String text) {
    try {
      return Optional.of(new ByteString(Base64.getDecoder().decode(text)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// A copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// How many bytes there are.
  public int lengthBytes() {
    return bytes.length;
  }

  /// Base64 (RFC 4648 section 4, with padding).
  public String base64() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    int shown = Math.min(bytes.length, SHOWN_BYTES);
    return bytes.length + " bytes " + HexFormat.of().formatHex(bytes, 0, shown) + "…";
  }
}
