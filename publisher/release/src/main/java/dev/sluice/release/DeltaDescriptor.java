package dev.sluice.release;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Describes how a device gets from one artifact to another by patches, and what that costs.
///
/// There is one step for each patch: mostly one, more where a chain by way of releases between base
/// and result is shorter than the patch that leads there at once. Each step names its result, which
/// is checked before the next one starts.
///
/// Itself a TUF target, signed by an online key. It can only lead to bytes that the product role
/// vouches for, because its result must be the digest of an artifact in a trusted manifest.
///
/// @param product whose artifacts these are
/// @param base what the first step starts from
/// @param steps 1 to [#MAX_STEPS], in the order in which they are applied; no step leads back to
///     where the steps have been
public record DeltaDescriptor(ProductName product, DeltaBase base, List<DeltaStep> steps) {
  /// No descriptor is longer; a reader may stop here.
  public static final long MAX_LENGTH_BYTES = 4_096;

  /// Most patches in a row. Our choice: each one rewrites the whole artifact on the device's disk.
  public static final int MAX_STEPS = 4;

  private static final String TYPE = "delta";

  /// Its steps do not say what work they are. It is read, and no longer written.
  private static final long FIRST_VERSION = 1;

  private static final long FORMAT_VERSION = 2;
  private static final Set<String> MEMBERS =
      Set.of("type", "formatVersion", "product", "base", "baseLengthBytes", "steps");

  /// Checks how many steps there are and that they do not go round in circles.
  public DeltaDescriptor {
    steps = List.copyOf(steps);
    if (!isCount(steps.size())) {
      throw new IllegalArgumentException(
          "delta to %s: expected 1 to %d steps, got %d"
              .formatted(product, MAX_STEPS, steps.size()));
    }
    if (!isDistinct(base, steps)) {
      throw new IllegalArgumentException("delta to " + product + ": a step leads back");
    }
  }

  /// SHA-256 of what the last step gives.
  public Digest result() {
    return steps.getLast().result();
  }

  /// Length of what the last step gives, 1 to [Artifact#MAX_LENGTH_BYTES].
  public long resultLengthBytes() {
    return steps.getLast().resultLengthBytes();
  }

  /// What a device downloads: the sum over all steps, in bytes.
  public long patchLengthBytes() {
    return steps.stream().mapToLong(DeltaStep::patchLengthBytes).sum();
  }

  /// Most memory that a step takes; steps are applied one after the other.
  public long memoryBytes() {
    return steps.stream().mapToLong(DeltaStep::memoryBytes).max().orElse(0);
  }

  /// The work of all steps together; zero if they do not say.
  public Duration work() {
    return steps.stream().map(DeltaStep::work).reduce(Duration.ZERO, Duration::plus);
  }

  /// The TUF target path of the descriptor from `base` to `result`.
  public static String path(ProductName product, Digest result, DeltaBase base) {
    return "deltas/" + product + "/" + result.hex() + "/" + base.text() + ".json";
  }

  /// The TUF target path of the descriptor from the artifact `base` to `result`.
  public static String path(ProductName product, Digest result, Digest base) {
    return "deltas/" + product + "/" + result.hex() + "/" + base.hex() + ".json";
  }

  /// This descriptor's TUF target path.
  public String path() {
    return path(product, result(), base);
  }

  /// The canonical bytes: equal descriptors give equal bytes.
  public byte[] encode() {
    return CanonicalJson.encode(
        JsonObject.builder()
            .put("type", TYPE)
            .put("formatVersion", FORMAT_VERSION)
            .put("product", product.value())
            .put("base", base.text())
            .put("baseLengthBytes", base.lengthBytes())
            .put("steps", JsonArray.of(steps.stream().map(DeltaStep::toJson).toList()))
            .build());
  }

  /// Reads a descriptor from outside.
  ///
  /// @throws MalformedJsonException if it is not strict JSON, is longer than [#MAX_LENGTH_BYTES],
  ///     has an unknown member or format version, or breaks one of the bounds above
  public static DeltaDescriptor decode(byte[] document) throws MalformedJsonException {
    JsonObject object = StrictJson.parseObject(document, JsonLimits.ofLength(MAX_LENGTH_BYTES));
    boolean isFirst = object.requireLong("formatVersion") == FIRST_VERSION;
    Documents.requireHead(object, TYPE, isFirst ? FIRST_VERSION : FORMAT_VERSION);
    object.rejectUnknown(MEMBERS);
    DeltaBase base = decodeBase(object);
    return new DeltaDescriptor(
        Members.requireProduct(object, "product"),
        base,
        decodeSteps(base, object.requireArray("steps"), isFirst));
  }

  private static DeltaBase decodeBase(JsonObject object) throws MalformedJsonException {
    var none = new DeltaBase.None();
    if (object.requireString("base").equals(none.text())) {
      if (object.requireLong("baseLengthBytes") != 0) {
        throw object.malformed("baseLengthBytes", "0, as there is no base");
      }
      return none;
    }
    return new DeltaBase.Existing(
        object.requireDigest("base"),
        object.requireLong("baseLengthBytes", 1, Artifact.MAX_LENGTH_BYTES));
  }

  private static List<DeltaStep> decodeSteps(DeltaBase base, JsonArray array, boolean isFirst)
      throws MalformedJsonException {
    if (!isCount(array.size())) {
      throw new MalformedJsonException(
          array.path(), "1 to " + MAX_STEPS + " steps", String.valueOf(array.size()));
    }
    List<DeltaStep> steps =
        array.decodeEach(isFirst ? DeltaStep::fromFirstFormat : DeltaStep::fromJson);
    if (!isDistinct(base, steps)) {
      throw new MalformedJsonException(array.path(), "each result once", "a step that leads back");
    }
    return steps;
  }

  /// Whether a descriptor may name these steps: 1 to [#MAX_STEPS], passing no artifact twice.
  public static boolean isWay(DeltaBase base, List<DeltaStep> steps) {
    return isCount(steps.size()) && isDistinct(base, steps);
  }

  private static boolean isCount(int steps) {
    return steps >= 1 && steps <= MAX_STEPS;
  }

  /// Whether no artifact is passed twice on the way.
  private static boolean isDistinct(DeltaBase base, List<DeltaStep> steps) {
    Set<String> passed = new HashSet<>(Set.of(base.text()));
    return steps.stream().allMatch(step -> passed.add(step.result().hex()));
  }
}
