package dev.sluice.stack.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a demo run did, as `--output json` prints it; the component names are the JSON keys.
///
/// @param releases in the order of publishing
/// @param devices the fleet's end, read from each device's disk
/// @param seconds from the first server's start to the last device's check, wall time
public record DemoReport(List<ReleaseReport> releases, DeviceReport devices, double seconds) {
  /// One release's way through the rings.
  ///
  /// @param patchBytes the patch from the version before it; null when there is none, or none pays
  /// @param patches what the release offers to devices, from whatever they run
  /// @param metadataBytes signed documents and slice lists that the release added to the store
  /// @param seconds from the publish command to the completed rollout
  public record ReleaseReport(
      String product,
      String version,
      long counter,
      long artifactBytes,
      @JsonInclude(Include.ALWAYS) @Nullable Long patchBytes,
      List<PatchReport> patches,
      long metadataBytes,
      BytesReport bytes,
      List<RingReport> rings,
      double seconds) {}

  /// What a device may download instead of the artifact.
  ///
  /// @param kind `base`: a patch from an earlier release's artifact; `chain`: several patches in a
  ///     row; `full`: the artifact, compressed
  /// @param bytes of all the patches it takes
  public record PatchReport(String kind, long bytes) {}

  /// Bytes of content (bodies) that left each level downwards while the release rolled out.
  ///
  /// @param origin from the object store to tier 1
  /// @param tier1 from tier 1 to tier 2
  /// @param tier2 from both nodes of tier 2 to the devices
  public record BytesReport(long origin, long tier1, long tier2) {}

  /// One ring's outcome. `seconds` runs from the ring's first wave to its opened gate.
  public record RingReport(
      String name, long devices, long confirmed, long failed, double seconds) {}

  /// Devices by what stands on their disk: `installed` hold the last release, byte for byte.
  public record DeviceReport(int total, int installed, int failed) {}

  /// The report as one JSON document.
  public String toJson() {
    try {
      return JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build()
          .writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is plain records", e);
    }
  }
}
