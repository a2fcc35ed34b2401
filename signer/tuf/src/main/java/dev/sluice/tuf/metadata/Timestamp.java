package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/// Says which snapshot is the latest (TUF 1.0.34 section 4.6).
///
/// @param header version, expiry and specification
/// @param snapshot the latest snapshot file
/// @param unrecognized members that we do not know
public record Timestamp(Header header, MetaFile snapshot, JsonObject unrecognized)
    implements RoleMetadata {
  private static final String SNAPSHOT_FILE = MetadataPaths.fileName(Roles.SNAPSHOT);
  private static final String SLUICE = "sluice";
  private static final String SIGNED_AT = "signedAt";
  private static final Set<String> OWN = Set.of("meta");

  /// Reads a timestamp document.
  ///
  /// @throws MalformedJsonException if it is none, or speaks of anything but the snapshot
  public static Timestamp decode(JsonObject signed) throws MalformedJsonException {
    Header header = Header.decode(signed, Roles.TIMESTAMP);
    JsonObject meta = signed.requireObject("meta");
    meta.rejectUnknown(Set.of(SNAPSHOT_FILE));
    return new Timestamp(
        header,
        MetaFile.decode(meta.requireObject(SNAPSHOT_FILE)),
        signed.without(Header.KNOWN).without(OWN));
  }

  /// A timestamp that says when it was signed, so that a device can raise the floor under its
  /// clock.
  ///
  /// Our own addition, as `sluice.signedAt`; other clients pass over it.
  public static Timestamp signedAt(Instant signedAt, Header header, MetaFile snapshot) {
    JsonObject sluice =
        JsonObject.builder().put(SIGNED_AT, signedAt.truncatedTo(ChronoUnit.SECONDS)).build();
    return new Timestamp(header, snapshot, JsonObject.builder().put(SLUICE, sluice).build());
  }

  /// The moment of signing, if the repository says it in a form that we understand.
  public Optional<Instant> findSigningTime() {
    try {
      Optional<JsonObject> sluice = unrecognized.findObject(SLUICE);
      return sluice.isEmpty() ? Optional.empty() : sluice.get().findInstant(SIGNED_AT);
    } catch (MalformedJsonException e) {
      return Optional.empty();
    }
  }

  @Override
  public JsonObject toJson() {
    return header
        .toJson(Roles.TIMESTAMP)
        .put("meta", JsonObject.builder().put(SNAPSHOT_FILE, snapshot.toJson()).build())
        .putAll(unrecognized)
        .build();
  }
}
