package dev.sluice.events.release;

import dev.sluice.events.field.Fields;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonInteger;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.List;
import java.util.function.Predicate;

/// Patches to an artifact are in the object store and may be signed.
///
/// Each event of a result lists all descriptors so far, so that only the latest counts.
///
/// @param release which release the result belongs to
/// @param counter its counter
/// @param result SHA-256 of the artifact that the patches give
/// @param descriptors the delta descriptors as targets, cumulative, at most 1,000
/// @param patchBytes what a device downloads by each descriptor, in the same order, 0 where it is
///     not
///     known; empty if nothing is known, as in events of earlier publishers
/// @param complete whether no more will follow, for any artifact of the release; also sent when
///     there is no patch at all
public record DeltasBuilt(
    ReleaseId release,
    long counter,
    Digest result,
    List<TargetFile> descriptors,
    List<Long> patchBytes,
    boolean complete)
    implements ArtifactEvent {
  /// The CloudEvents type.
  public static final String TYPE = "deltas.built";

  /// Checks the counter and that every path is the result's own.
  public DeltasBuilt {
    descriptors = List.copyOf(descriptors);
    patchBytes = List.copyOf(patchBytes);
    Fields.requireCounter(counter);
    Fields.require(descriptors.size() <= Fields.MAX_ELEMENTS, "too many descriptors");
    Fields.require(
        descriptors.stream().map(TargetFile::path).allMatch(isDescriptorOf(release, result)),
        "a descriptor is not of " + release + ", " + result);
    Fields.require(hasDistinctPaths(descriptors), "descriptor paths must be distinct");
    Fields.require(
        isOfDescriptors(patchBytes, descriptors), "expected a length for each descriptor or none");
  }

  /// Patches of which no length is known.
  public DeltasBuilt(
      ReleaseId release,
      long counter,
      Digest result,
      List<TargetFile> descriptors,
      boolean complete) {
    this(release, counter, result, descriptors, List.of(), complete);
  }

  private static boolean isOfDescriptors(List<Long> lengths, List<TargetFile> descriptors) {
    return (lengths.isEmpty() || lengths.size() == descriptors.size())
        && lengths.stream().allMatch(length -> length >= 0);
  }

  @Override
  public String key() {
    return release + "/" + TYPE + "/" + result.hex();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public JsonObject toData() {
    var json =
        JsonObject.builder()
            .put("release", release.toString())
            .put("counter", counter)
            .put("result", result)
            .put("descriptors", Fields.targets(descriptors))
            .put("complete", complete);
    if (!patchBytes.isEmpty()) {
      json.put("patchBytes", JsonArray.of(patchBytes.stream().map(JsonInteger::new).toList()));
    }
    return json.build();
  }

  /// Reads what [#toData()] writes.
  ///
  /// @throws MalformedJsonException if a member is absent or malformed
  public static DeltasBuilt fromData(JsonObject data) throws MalformedJsonException {
    ReleaseId release = Members.requireRelease(data, "release");
    Digest result = data.requireDigest("result");
    List<TargetFile> descriptors =
        Fields.elements(data, "descriptors")
            .decodeEach(
                json -> Fields.target(json, isDescriptorOf(release, result), "a descriptor of it"));
    if (!hasDistinctPaths(descriptors)) {
      throw data.malformed("descriptors", "each descriptor once");
    }
    List<Long> patchBytes =
        data.has("patchBytes") ? data.requireArray("patchBytes").longs() : List.of();
    if (!isOfDescriptors(patchBytes, descriptors)) {
      throw data.malformed("patchBytes", "a length for each descriptor");
    }
    return new DeltasBuilt(
        release,
        Members.requireCounter(data, "counter"),
        result,
        descriptors,
        patchBytes,
        data.requireBoolean("complete"));
  }

  private static Predicate<String> isDescriptorOf(ReleaseId release, Digest result) {
    String directory = "deltas/" + release.product() + "/" + result.hex() + "/";
    return path ->
        path.startsWith(directory)
            && path.endsWith(".json")
            && path.indexOf('/', directory.length()) < 0;
  }

  private static boolean hasDistinctPaths(List<TargetFile> targets) {
    return targets.stream().map(TargetFile::path).distinct().count() == targets.size();
  }
}
