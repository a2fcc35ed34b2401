package dev.sluice.publisher.catalogue;

import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.Installer;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceList;
import dev.sluice.release.SliceReference;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;

/// An artifact whose bytes stand in the object store and were read there by a publisher.
///
/// @param artifact as the manifest lists it
/// @param slices where its slice list is
public record StoredArtifact(Artifact artifact, SliceReference slices) {
  /// The artifact as a TUF target of a release.
  public TargetFile target(ReleaseId release) {
    return new TargetFile(
        artifact.path(release), artifact.lengthBytes(), artifact.digest(), slices.toCustom());
  }

  /// As a member of a catalogue document.
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("name", artifact.name().value())
        .put("digest", artifact.digest())
        .put("lengthBytes", artifact.lengthBytes())
        .put("installer", artifact.installer().jsonName())
        .put("sliceLengthBytes", slices.sliceLengthBytes())
        .put("sliceList", slices.sliceList())
        .build();
  }

  /// Reads what [#toJson()] wrote.
  ///
  /// @throws MalformedJsonException if it is something else
  public static StoredArtifact fromJson(JsonObject json) throws MalformedJsonException {
    Installer installer =
        Installer.find(json.requireString("installer"))
            .orElseThrow(() -> json.malformed("installer", "a known installer"));
    return new StoredArtifact(
        new Artifact(
            Members.require(
                json, "name", ArtifactName.SYNTAX, ArtifactName::isValid, ArtifactName::new),
            json.requireDigest("digest"),
            json.requireLong("lengthBytes", 1, installer.maxLengthBytes()),
            installer),
        new SliceReference(
            json.requireLong(
                "sliceLengthBytes",
                SliceList.MIN_SLICE_LENGTH_BYTES,
                SliceList.MAX_SLICE_LENGTH_BYTES),
            json.requireDigest("sliceList")));
  }
}
