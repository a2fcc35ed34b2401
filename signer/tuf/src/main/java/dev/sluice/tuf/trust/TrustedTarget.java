package dev.sluice.tuf.trust;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.Root;
import dev.sluice.tuf.metadata.TargetFile;

/// A target for which a role of the repository vouches: what its bytes must be.
///
/// Only [TargetLookup] makes one.
public final class TrustedTarget {
  private final TargetFile target;
  private final String role;
  private final boolean consistentSnapshot;

  TrustedTarget(TargetFile target, String role, Root root) {
    this.target = target;
    this.role = role;
    this.consistentSnapshot = root.consistentSnapshot();
  }

  /// The target path.
  public String path() {
    return target.path();
  }

  /// Length in bytes.
  public long lengthBytes() {
    return target.lengthBytes();
  }

  /// SHA-256 of the bytes.
  public Digest digest() {
    return target.sha256();
  }

  /// What the repository adds for its own clients; empty if nothing.
  public JsonObject custom() {
    return target.custom();
  }

  /// The role that vouches, such as `product.kernel`.
  public String role() {
    return role;
  }

  /// Path of the file in the repository.
  public String repositoryPath() {
    return consistentSnapshot
        ? MetadataPaths.target(target.path(), target.sha256())
        : "targets/" + target.path();
  }

  /// Checks a small target that was read whole (section 5.7). Files that stream are checked by
  /// whoever streams them, against [#lengthBytes()] and [#digest()].
  public TargetVerification verify(byte[] bytes) {
    if (bytes.length != target.lengthBytes()) {
      return new TargetVerification.Refused(
          new Refusal.WrongLength(target.path(), "5.7.2", target.lengthBytes(), bytes.length));
    }
    Digest received = Digest.sha256(bytes);
    if (!received.equals(target.sha256())) {
      return new TargetVerification.Refused(
          new Refusal.HashMismatch(target.path(), "5.7.2", target.sha256(), received));
    }
    return new TargetVerification.Verified(new TrustedTargetBytes(this, bytes));
  }

  @Override
  public String toString() {
    return target.path() + " " + target.sha256().prefix() + " by " + role;
  }
}
