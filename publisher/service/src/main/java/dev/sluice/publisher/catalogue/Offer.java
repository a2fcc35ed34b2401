package dev.sluice.publisher.catalogue;

import dev.sluice.events.release.StartRequest;
import dev.sluice.release.Artifact;
import dev.sluice.release.Manifest;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.List;
import java.util.Optional;

/// What a version consists of, before it has a counter. A version keeps its first offer for ever.
///
/// @param artifacts its files, at least one, with distinct names, in their publisher's order
/// @param hardware the hardware it is meant for; empty means any
/// @param start how its rollout starts
/// @param policyVersion the policy version that its rollout waits for, or 0
public record Offer(
    List<StoredArtifact> artifacts, List<String> hardware, StartRequest start, long policyVersion) {
  private static final String MANUAL = "manual";

  /// Copies, and checks that there is something to release.
  public Offer {
    artifacts = List.copyOf(artifacts);
    hardware = List.copyOf(hardware);
    if (artifacts.isEmpty() || artifacts.size() > Manifest.MAX_ARTIFACTS) {
      throw new IllegalArgumentException(
          "expected 1 to " + Manifest.MAX_ARTIFACTS + " artifacts, got " + artifacts.size());
    }
  }

  /// The artifacts as the manifest lists them.
  public List<Artifact> manifestArtifacts() {
    return artifacts.stream().map(StoredArtifact::artifact).toList();
  }

  /// The artifacts as TUF targets.
  public List<TargetFile> targets(ReleaseId release) {
    return artifacts.stream().map(artifact -> artifact.target(release)).toList();
  }

  /// The artifact of these bytes as a TUF target, if it is one of them.
  public Optional<TargetFile> findTarget(ReleaseId release, Digest digest) {
    return targets(release).stream().filter(target -> target.sha256().equals(digest)).findFirst();
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("artifacts", JsonArray.of(artifacts.stream().map(StoredArtifact::toJson).toList()))
        .put("hardware", JsonArray.ofStrings(hardware))
        .put(MANUAL, start == StartRequest.MANUAL)
        .put("policyVersion", policyVersion)
        .build();
  }

  static Offer fromJson(JsonObject json) throws MalformedJsonException {
    JsonArray artifacts = json.requireArray("artifacts");
    if (artifacts.size() < 1 || artifacts.size() > Manifest.MAX_ARTIFACTS) {
      throw json.malformed("artifacts", "1 to " + Manifest.MAX_ARTIFACTS + " artifacts");
    }
    return new Offer(
        artifacts.decodeEach(StoredArtifact::fromJson),
        Members.requireDistinct(
            json,
            "hardware",
            Manifest.HARDWARE_SYNTAX,
            Manifest.MAX_HARDWARE,
            Manifest::isHardwareName,
            hardware -> hardware),
        json.requireBoolean(MANUAL) ? StartRequest.MANUAL : StartRequest.AS_POLICY,
        json.requireLong("policyVersion", 0, Long.MAX_VALUE));
  }
}
