package dev.sluice.events.device;

import dev.sluice.tuf.digest.Digest;
import java.util.HexFormat;

/// The ed25519 key with which a device's confirmations are checked.
///
/// @param hex the 32 bytes of the public key as 64 lower-case hexadecimal digits
public record DevicePublicKey(String hex) {
  /// What is allowed, in words, for messages.
  public static final String SYNTAX = "an ed25519 public key (64 lower-case hexadecimal digits)";

  /// Checks the syntax.
  ///
  /// @throws IllegalArgumentException if [#isValid(String)] is false
  public DevicePublicKey {
    if (!isValid(hex)) {
      throw new IllegalArgumentException(
          "expected " + SYNTAX + ", got " + hex.length() + " characters");
    }
  }

  /// The key of these 32 bytes.
  ///
  /// @throws IllegalArgumentException if there are not 32
  public static DevicePublicKey ofBytes(byte[] bytes) {
    return new DevicePublicKey(HexFormat.of().formatHex(bytes));
  }

  /// The key of a text.
  ///
  /// @throws IllegalArgumentException if [#isValid(String)] is false
  public static DevicePublicKey parse(String text) {
    return new DevicePublicKey(text);
  }

  /// Whether the text is a key.
  public static boolean isValid(String text) {
    return Digest.isHex(text);
  }

  /// The 32 bytes.
  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
