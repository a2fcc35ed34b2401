package dev.sluice.edge.hub;

import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// Somebody who may connect to a broker, and as what.
///
/// @param id also the MQTT user name and client id
/// @param kind decides which topics are open
/// @param secretSha256 SHA-256 of the password, which is the UTF-8 text of the secret; the secret
///     itself is not kept
public record Principal(String id, Kind kind, Digest secretSha256) {
  /// What a principal is to the broker that it connects to.
  public enum Kind {
    /// A device: its own topics, and announcements.
    DEVICE,
    /// An edge node of the next tier: it stands for all devices behind it.
    NODE,
    /// Whatever brings announcements and takes confirmations: the stamp's bridge, or a node's own
    /// link.
    BRIDGE
  }

  public Principal {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException(
          "a principal's id must be 1 to 64 letters, digits, dots, dashes or underscores, got '%s'"
              .formatted(id));
    }
  }

  /// A principal with a known secret.
  public static Principal of(String id, Kind kind, String secret) {
    return new Principal(id, kind, Digest.sha256(secret.getBytes(StandardCharsets.UTF_8)));
  }

  /// Whether the password is the secret's. Takes the same time for every wrong one.
  boolean hasPassword(byte[] password) {
    return MessageDigest.isEqual(Digest.sha256(password).bytes(), secretSha256.bytes());
  }
}
