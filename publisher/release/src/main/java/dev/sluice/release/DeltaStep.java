package dev.sluice.release;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Set;

/// One patch of a [DeltaDescriptor] and what applying it costs.
///
/// It starts at the result of the step before it, the first one at the descriptor's base.
///
/// @param patch SHA-256 of the patch, which names its object
/// @param patchLengthBytes 1 to [Artifact#MAX_LENGTH_BYTES]
/// @param result SHA-256 of what the patch gives
/// @param resultLengthBytes 1 to [Artifact#MAX_LENGTH_BYTES]
/// @param memoryBytes most memory that applying the patch takes
/// @param scratchBytes most disk that applying takes beside its base, the patch and its result
public record DeltaStep(
    Digest patch,
    long patchLengthBytes,
    Digest result,
    long resultLengthBytes,
    long memoryBytes,
    long scratchBytes) {
  private static final Set<String> MEMBERS =
      Set.of(
          "patch",
          "patchLengthBytes",
          "result",
          "resultLengthBytes",
          "memoryBytes",
          "scratchBytes");

  /// Checks the lengths.
  public DeltaStep {
    requireRange("patch length", patchLengthBytes, 1);
    requireRange("result length", resultLengthBytes, 1);
    requireRange("memory", memoryBytes, 0);
    requireRange("scratch space", scratchBytes, 0);
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("patch", patch)
        .put("patchLengthBytes", patchLengthBytes)
        .put("result", result)
        .put("resultLengthBytes", resultLengthBytes)
        .put("memoryBytes", memoryBytes)
        .put("scratchBytes", scratchBytes)
        .build();
  }

  static DeltaStep fromJson(JsonObject object) throws MalformedJsonException {
    object.rejectUnknown(MEMBERS);
    return new DeltaStep(
        object.requireDigest("patch"),
        object.requireLong("patchLengthBytes", 1, Artifact.MAX_LENGTH_BYTES),
        object.requireDigest("result"),
        object.requireLong("resultLengthBytes", 1, Artifact.MAX_LENGTH_BYTES),
        object.requireLong("memoryBytes", 0, Artifact.MAX_LENGTH_BYTES),
        object.requireLong("scratchBytes", 0, Artifact.MAX_LENGTH_BYTES));
  }

  private static void requireRange(String what, long value, long min) {
    if (value < min || value > Artifact.MAX_LENGTH_BYTES) {
      throw new IllegalArgumentException(what + " out of range: " + value);
    }
  }
}
