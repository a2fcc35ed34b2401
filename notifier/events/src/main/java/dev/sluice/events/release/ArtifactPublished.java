package dev.sluice.events.release;

import dev.sluice.events.field.Fields;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.Installer;
import dev.sluice.release.Manifest;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.flags.FlagName;
import dev.sluice.release.flags.FlagsDocument;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// A release is in the object store and may be signed.
///
/// Every object of it can be read before this is sent. All targets stand in the release's own
/// directory, so that the signer need not look into the manifest.
///
/// @param release which release
/// @param counter its counter
/// @param rollbackFloor as in the manifest, 0 to `counter`
/// @param manifest the manifest as a target
/// @param artifacts its artifacts as targets, 1 to [Manifest#MAX_ARTIFACTS], with distinct paths
/// @param start how its rollout starts; the signer passes it on
/// @param policyVersion the policy version that its rollout waits for, or 0 for whatever applies;
///     the signer passes it on
/// @param kind what it brings, as the manifest says; for people, who see it before a device does
/// @param switches the flags of a set of flags that can be switched off, at most
///     [FlagsDocument#MAX_FLAGS]; empty for other kinds, and in events of earlier publishers
/// @param by the principal who published it; empty in events of earlier publishers
public record ArtifactPublished(
    ReleaseId release,
    long counter,
    long rollbackFloor,
    TargetFile manifest,
    List<TargetFile> artifacts,
    StartRequest start,
    long policyVersion,
    Installer kind,
    SortedSet<FlagName> switches,
    String by)
    implements ArtifactEvent {
  /// The CloudEvents type.
  public static final String TYPE = "artifact.published";

  private static final String KIND = "kind";
  private static final String SWITCHES = "switches";

  /// Checks the numbers and that every path is the release's own.
  public ArtifactPublished {
    artifacts = List.copyOf(artifacts);
    Fields.requireCounter(counter);
    Fields.require(
        rollbackFloor >= 0 && rollbackFloor <= counter, "floor out of range: " + rollbackFloor);
    Fields.require(
        manifest.path().equals(Manifest.path(release)), "not the manifest's path: " + manifest);
    Fields.require(
        !artifacts.isEmpty() && artifacts.size() <= Manifest.MAX_ARTIFACTS,
        "number of artifacts out of range: " + artifacts.size());
    Fields.require(
        artifacts.stream().map(TargetFile::path).allMatch(isArtifactOf(release)),
        "an artifact is outside of " + release);
    Fields.require(hasDistinctPaths(artifacts), "artifact paths must be distinct");
    Fields.requirePolicyVersion(policyVersion);
    switches = Collections.unmodifiableSortedSet(new TreeSet<>(switches));
    Fields.require(
        switches.size() <= FlagsDocument.MAX_FLAGS,
        "number of flags out of range: ",
        switches.size());
    Fields.requireText(by);
  }

  /// A release of files, of which it is not said who published it.
  public ArtifactPublished(
      ReleaseId release,
      long counter,
      long rollbackFloor,
      TargetFile manifest,
      List<TargetFile> artifacts,
      StartRequest start,
      long policyVersion) {
    this(
        release,
        counter,
        rollbackFloor,
        manifest,
        artifacts,
        start,
        policyVersion,
        Installer.FILE,
        Collections.emptySortedSet(),
        "");
  }

  @Override
  public String key() {
    return release + "/" + TYPE + "/" + manifest.sha256().prefix();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    JsonObject.Builder data =
        JsonObject.builder()
            .put("release", release.toString())
            .put("counter", counter)
            .put("rollbackFloor", rollbackFloor)
            .put("manifest", Fields.target(manifest))
            .put("artifacts", Fields.targets(artifacts))
            .put("start", Fields.word(start))
            .put("policyVersion", policyVersion);
    if (kind != Installer.FILE) {
      data.put(KIND, kind.jsonName());
    }
    if (!switches.isEmpty()) {
      data.put(SWITCHES, JsonArray.ofStrings(switches.stream().map(FlagName::value).toList()));
    }
    return by.isEmpty() ? data.build() : data.put("by", by).build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static ArtifactPublished fromData(JsonObject data) throws MalformedJsonException {
    ReleaseId release = Members.requireRelease(data, "release");
    long counter = Members.requireCounter(data, "counter");
    JsonArray artifacts = Fields.elements(data, "artifacts");
    List<TargetFile> targets =
        artifacts.decodeEach(
            json -> Fields.target(json, isArtifactOf(release), "an artifact of " + release));
    if (targets.isEmpty() || !hasDistinctPaths(targets)) {
      throw data.malformed("artifacts", "one artifact or more, each once");
    }
    return new ArtifactPublished(
        release,
        counter,
        data.requireLong("rollbackFloor", 0, counter),
        Fields.target(
            data.requireObject("manifest"), Manifest.path(release)::equals, Manifest.path(release)),
        targets,
        StartRequest.fromData(data),
        Fields.policyVersion(data),
        kind(data),
        switches(data),
        data.has("by") ? Fields.text(data, "by") : "");
  }

  /// Absent in events of older senders, who knew only files.
  private static Installer kind(JsonObject data) throws MalformedJsonException {
    return Installer.find(data.findString(KIND).orElse(Installer.FILE.jsonName()))
        .orElseThrow(() -> data.malformed(KIND, "one of " + Installer.names()));
  }

  private static SortedSet<FlagName> switches(JsonObject data) throws MalformedJsonException {
    return data.has(SWITCHES)
        ? new TreeSet<>(
            Members.requireDistinct(
                data,
                SWITCHES,
                FlagName.SYNTAX,
                FlagsDocument.MAX_FLAGS,
                FlagName::isValid,
                FlagName::new))
        : Collections.emptySortedSet();
  }

  private static Predicate<String> isArtifactOf(ReleaseId release) {
    String manifest = Manifest.path(release);
    String directory = manifest.substring(0, manifest.lastIndexOf('/') + 1);
    return path ->
        path.startsWith(directory) && ArtifactName.isValid(path.substring(directory.length()));
  }

  private static boolean hasDistinctPaths(List<TargetFile> targets) {
    return targets.stream().map(TargetFile::path).distinct().count() == targets.size();
  }
}
