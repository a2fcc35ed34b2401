package dev.sluice.release;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
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
/// @param work about how long one core of the machine that our figures were taken on applies the
///     patch, in whole milliseconds, at most [#MAX_WORK]; zero if that is not said
public record DeltaStep(
    Digest patch,
    long patchLengthBytes,
    Digest result,
    long resultLengthBytes,
    long memoryBytes,
    long scratchBytes,
    Duration work) {
  /// Longest work: no patch takes a year.
  public static final Duration MAX_WORK = Duration.ofDays(365);

  private static final Set<String> FIRST_MEMBERS =
      Set.of(
          "patch",
          "patchLengthBytes",
          "result",
          "resultLengthBytes",
          "memoryBytes",
          "scratchBytes");
  private static final Set<String> MEMBERS =
      Set.of(
          "patch",
          "patchLengthBytes",
          "result",
          "resultLengthBytes",
          "memoryBytes",
          "scratchBytes",
          "workMillis");

  /// Checks the lengths.
  public DeltaStep {
    requireRange("patch length", patchLengthBytes, 1);
    requireRange("result length", resultLengthBytes, 1);
    requireRange("memory", memoryBytes, 0);
    requireRange("scratch space", scratchBytes, 0);
    if (work.isNegative()
        || work.compareTo(MAX_WORK) > 0
        || !work.equals(Duration.ofMillis(work.toMillis()))) {
      throw new IllegalArgumentException("work out of range: " + work);
    }
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("patch", patch)
        .put("patchLengthBytes", patchLengthBytes)
        .put("result", result)
        .put("resultLengthBytes", resultLengthBytes)
        .put("memoryBytes", memoryBytes)
        .put("scratchBytes", scratchBytes)
        .put("workMillis", work.toMillis())
        .build();
  }

  /// Reads a step of a format that says what work it is.
  static DeltaStep fromJson(JsonObject object) throws MalformedJsonException {
    object.rejectUnknown(MEMBERS);
    return fromJson(
        object, Duration.ofMillis(object.requireLong("workMillis", 0, MAX_WORK.toMillis())));
  }

  /// Reads a step of the first format, which does not.
  static DeltaStep fromFirstFormat(JsonObject object) throws MalformedJsonException {
    object.rejectUnknown(FIRST_MEMBERS);
    return fromJson(object, Duration.ZERO);
  }

  private static DeltaStep fromJson(JsonObject object, Duration work)
      throws MalformedJsonException {
    return new DeltaStep(
        object.requireDigest("patch"),
        object.requireLong("patchLengthBytes", 1, Artifact.MAX_LENGTH_BYTES),
        object.requireDigest("result"),
        object.requireLong("resultLengthBytes", 1, Artifact.MAX_LENGTH_BYTES),
        object.requireLong("memoryBytes", 0, Artifact.MAX_LENGTH_BYTES),
        object.requireLong("scratchBytes", 0, Artifact.MAX_LENGTH_BYTES),
        work);
  }

  private static void requireRange(String what, long value, long min) {
    if (value < min || value > Artifact.MAX_LENGTH_BYTES) {
      throw new IllegalArgumentException(what + " out of range: " + value);
    }
  }
}
