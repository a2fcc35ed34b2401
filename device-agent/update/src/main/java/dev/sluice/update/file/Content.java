package dev.sluice.update.file;

import dev.sluice.tuf.digest.Digest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Bytes as a value: what a fetch brought or a write takes, one slice at most.
///
/// The array is not copied, because a slice may be large: who makes a content gives the array away,
/// and nobody changes it afterwards.
public final class Content {
  private final byte[] bytes;

  private Content(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes over an array; the caller must not touch it again.
  public static Content of(byte[] bytes) {
    return new Content(bytes);
  }

  /// The bytes themselves, only to be read.
  public byte[] bytes() {
    return bytes;
  }

  /// How many bytes there are.
  public long lengthBytes() {
    return bytes.length;
  }

  /// The SHA-256 of the bytes.
  public Digest digest() {
    return Digest.sha256(bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Content that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
