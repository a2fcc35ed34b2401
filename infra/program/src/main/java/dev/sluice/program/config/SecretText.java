package dev.sluice.program.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A secret in memory. It never prints itself, and comparing takes the same time wherever texts
/// differ.
///
/// In a configuration it is given as a file, under the key with `-file` behind it, or by the
/// environment; never in plain YAML.
public final class SecretText {
  private final String text;

  /// @param text the secret; not empty
  public SecretText(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("expected a secret, got nothing");
    }
    this.text = text;
  }

  /// The secret itself, for the one place that needs it.
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretText that && MessageDigest.isEqual(bytes(), that.bytes());
  }

  @Override
  public int hashCode() {
    return 0;
  }

  private byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Stars.
  @Override
  public String toString() {
    return "***";
  }
}
