package dev.sluice.events.announcement;

import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;

/// A hint for a ring that something new may exist. It carries no authority.
///
/// @param product whose fleet
/// @param ring name of the ring
/// @param rollout which rollout
/// @param wave which wave of the ring, from 1; [#NO_WAVE] if only the rings document is new
/// @param release what may be new, or stands in the ring
/// @param manifest SHA-256 of its manifest
/// @param versions the metadata to expect
public record WaveAnnounced(
    ProductName product,
    String ring,
    RolloutId rollout,
    int wave,
    ReleaseId release,
    Digest manifest,
    MetadataVersions versions)
    implements Announcement {
  /// Instead of a wave, where no release is new: flags were switched off or on.
  public static final int NO_WAVE = 0;

  /// The CloudEvents type.
  public static final String TYPE = "wave.announced";

  /// Checks ring and wave.
  public WaveAnnounced {
    Fields.require(Ring.isName(ring), "not a ring name: " + ring);
    Fields.require(wave >= 0, "wave out of range: " + wave);
  }

  @Override
  public String key() {
    return product + "/" + ring;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    return JsonObject.builder()
        .put("product", product.value())
        .put("ring", ring)
        .put("rollout", rollout.toString())
        .put("wave", wave)
        .put("release", release.toString())
        .put("manifest", manifest)
        .put("versions", versions.toJson())
        .build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static WaveAnnounced fromData(JsonObject data) throws MalformedJsonException {
    return new WaveAnnounced(
        Members.requireProduct(data, "product"),
        Fields.ring(data, "ring"),
        Fields.rollout(data, "rollout"),
        Fields.smallCount(data, "wave"),
        Members.requireRelease(data, "release"),
        data.requireDigest("manifest"),
        MetadataVersions.fromJson(data.requireObject("versions")));
  }
}
