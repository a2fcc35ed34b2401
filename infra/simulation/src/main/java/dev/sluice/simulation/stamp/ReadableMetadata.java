package dev.sluice.simulation.stamp;

import dev.sluice.events.rings.RingsDocument;
import dev.sluice.release.ProductName;
import dev.sluice.simulation.world.World;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.MetaFile;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.TargetFile;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import java.util.Map;
import java.util.Optional;

/// What devices can read in the store, found from its timestamp down: whatever a process believes
/// that it has signed.
///
/// It is an invariant as well: whatever the timestamp leads to stands there, and versions rise.
public final class ReadableMetadata {
  private static final JsonLimits LIMITS = JsonLimits.ofLength(64 << 20);

  private final World world;
  private final StampStore store;
  private final String ringsRole;

  private long timestampVersion;
  private long snapshotVersion;
  private long ringsVersion;
  private Optional<RingsDocument> rings = Optional.empty();

  /// Nothing was looked at yet.
  public ReadableMetadata(World world, ProductName product, StampStore store) {
    this.world = world;
    this.store = store;
    this.ringsRole = "rings." + product;
  }

  /// The rings document that devices can read.
  public Optional<RingsDocument> findRings() {
    return rings;
  }

  /// Looks again after the timestamp was written.
  ///
  /// @return the rings document if it is another one
  public Optional<RingsDocument> look() {
    Timestamp timestamp = document(MetadataPaths.timestamp(), Timestamp::decode);
    requireRisen(Roles.TIMESTAMP, timestampVersion, timestamp.version());
    timestampVersion = timestamp.version();
    if (timestamp.snapshot().version() == snapshotVersion) {
      return Optional.empty();
    }
    requireRisen(Roles.SNAPSHOT, snapshotVersion, timestamp.snapshot().version());
    snapshotVersion = timestamp.snapshot().version();
    Snapshot snapshot = document(MetadataPaths.snapshot(snapshotVersion), Snapshot::decode);
    for (Map.Entry<String, MetaFile> named : snapshot.meta().entrySet()) {
      requireThere(MetadataPaths.role(named.getKey(), named.getValue().version()));
    }
    long version = snapshot.find(ringsRole).map(MetaFile::version).orElse(0L);
    if (version == ringsVersion) {
      return Optional.empty();
    }
    requireRisen(ringsRole, ringsVersion, version);
    ringsVersion = version;
    return lookAtRings(document(MetadataPaths.role(ringsRole, version), Targets::decode));
  }

  private Optional<RingsDocument> lookAtRings(Targets role) {
    for (TargetFile target : role.targets().values()) {
      String path = MetadataPaths.target(target.path(), target.sha256());
      try {
        RingsDocument document = RingsDocument.decode(requireThere(path));
        boolean isOther = !rings.equals(Optional.of(document));
        rings = Optional.of(document);
        return isOther ? rings : Optional.empty();
      } catch (MalformedJsonException e) {
        throw world.violation(path + " must be a rings document: " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private <D extends RoleMetadata> D document(String path, RoleMetadata.Decoder<D> decoder) {
    try {
      return decoder.decode(Envelope.decode(requireThere(path), LIMITS).signed());
    } catch (MalformedJsonException e) {
      throw world.violation(path + " must be readable: " + e.getMessage());
    }
  }

  private byte[] requireThere(String path) {
    return store
        .find(path)
        .orElseThrow(() -> world.violation("what the timestamp leads to must be there: " + path))
        .content()
        .bytes();
  }

  private void requireRisen(String role, long before, long after) {
    if (after <= before) {
      throw world.violation(
          "versions of %s must rise, but %d follows %d".formatted(role, after, before));
    }
  }
}
