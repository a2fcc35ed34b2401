package dev.sluice.publisher.catalogue;

import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.Installer;
import dev.sluice.release.Manifest;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceList;
import dev.sluice.release.SliceReference;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.List;

/// What a version consists of, before it has a counter. A version keeps its first offer for ever.
///
/// @param name file name of the artifact
/// @param digest SHA-256 of the artifact
/// @param lengthBytes its length, 1 to [Artifact#MAX_LENGTH_BYTES]
/// @param slices where its slice list is
/// @param hardware the hardware it is meant for; empty means any
public record Offer(
    ArtifactName name,
    Digest digest,
    long lengthBytes,
    SliceReference slices,
    List<String> hardware) {
  /// Copies.
  public Offer {
    hardware = List.copyOf(hardware);
  }

  /// The artifact as the manifest lists it.
  public Artifact artifact() {
    return new Artifact(name, digest, lengthBytes, Installer.FILE);
  }

  /// The artifact as a TUF target.
  public TargetFile target(ReleaseId release) {
    return new TargetFile(artifact().path(release), lengthBytes, digest, slices.toCustom());
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("name", name.value())
        .put("digest", digest)
        .put("lengthBytes", lengthBytes)
        .put("sliceLengthBytes", slices.sliceLengthBytes())
        .put("sliceList", slices.sliceList())
        .put("hardware", JsonArray.ofStrings(hardware))
        .build();
  }

  static Offer fromJson(JsonObject json) throws MalformedJsonException {
    return new Offer(
        Members.require(
            json, "name", ArtifactName.SYNTAX, ArtifactName::isValid, ArtifactName::new),
        json.requireDigest("digest"),
        json.requireLong("lengthBytes", 1, Artifact.MAX_LENGTH_BYTES),
        new SliceReference(
            json.requireLong(
                "sliceLengthBytes",
                SliceList.MIN_SLICE_LENGTH_BYTES,
                SliceList.MAX_SLICE_LENGTH_BYTES),
            json.requireDigest("sliceList")),
        Members.requireDistinct(
            json,
            "hardware",
            Manifest.HARDWARE_SYNTAX,
            Manifest.MAX_HARDWARE,
            Manifest::isHardwareName,
            hardware -> hardware));
  }
}
