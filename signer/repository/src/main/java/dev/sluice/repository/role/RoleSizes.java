package dev.sluice.repository.role;

import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.TargetFile;
import dev.sluice.tuf.trust.TrustLimits;
import java.nio.charset.StandardCharsets;

/// How long the document of a role may become. Clients refuse one that is longer than
/// [TrustLimits#DEFAULT], all of them and for good.
public final class RoleSizes {
  /// What stands around a target: quotes, a colon, a comma, and what has to be escaped.
  private static final int AROUND_TARGET = 16;

  private RoleSizes() {}

  /// The longest file that clients read, in bytes.
  public static long limitBytes(String role) {
    return switch (role) {
      case Roles.ROOT -> TrustLimits.DEFAULT.maxRootBytes();
      case Roles.TIMESTAMP -> TrustLimits.DEFAULT.maxTimestampBytes();
      case Roles.SNAPSHOT -> TrustLimits.DEFAULT.maxSnapshotBytes();
      default -> TrustLimits.DEFAULT.maxTargetsBytes();
    };
  }

  /// Up to where more is planned, in bytes. A twentieth is kept for signatures, keys that follow
  /// others, and withdrawals, which must always find room.
  public static long fullBytes(String role) {
    return limitBytes(role) / 20 * 19;
  }

  /// The length of a document without its signatures, in bytes.
  public static long bytesOf(RoleMetadata document) {
    return Envelope.signedBytes(document).length;
  }

  /// How much longer a target makes a document, in bytes.
  public static long bytesOf(TargetFile target) {
    return (long) CanonicalJson.encode(target.toJson()).length
        + target.path().getBytes(StandardCharsets.UTF_8).length
        + AROUND_TARGET;
  }
}
