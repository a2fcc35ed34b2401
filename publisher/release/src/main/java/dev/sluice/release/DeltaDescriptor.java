package dev.sluice.release;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import java.util.Set;

/// Describes a patch: from which artifact to which one, and what applying it costs.
///
/// Itself a TUF target, signed by an online key. It can only lead to bytes that the product role
/// vouches for, because `result` must be the digest of an artifact in a trusted manifest.
///
/// @param product whose artifacts these are
/// @param base what the patch starts from
/// @param result SHA-256 of what it gives
/// @param resultLengthBytes 1 to [Artifact#MAX_LENGTH_BYTES]
/// @param patch SHA-256 of the patch, which names its object
/// @param patchLengthBytes 1 to [Artifact#MAX_LENGTH_BYTES]
/// @param memoryBytes most memory that applying the patch takes
/// @param scratchBytes most disk that applying takes beside base, patch and result
public record DeltaDescriptor(
    ProductName product,
    DeltaBase base,
    Digest result,
    long resultLengthBytes,
    Digest patch,
    long patchLengthBytes,
    long memoryBytes,
    long scratchBytes) {
  /// No descriptor is longer; a reader may stop here.
  public static final long MAX_LENGTH_BYTES = 4_096;

  private static final String TYPE = "delta";
  private static final long FORMAT_VERSION = 1;
  private static final Set<String> MEMBERS =
      Set.of(
          "type",
          "formatVersion",
          "product",
          "base",
          "baseLengthBytes",
          "result",
          "resultLengthBytes",
          "patch",
          "patchLengthBytes",
          "memoryBytes",
          "scratchBytes");

  /// Checks the lengths.
  public DeltaDescriptor {
    requireRange("result length", resultLengthBytes, 1);
    requireRange("patch length", patchLengthBytes, 1);
    requireRange("memory", memoryBytes, 0);
    requireRange("scratch space", scratchBytes, 0);
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
    return path(product, result, base);
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
            .put("result", result)
            .put("resultLengthBytes", resultLengthBytes)
            .put("patch", patch)
            .put("patchLengthBytes", patchLengthBytes)
            .put("memoryBytes", memoryBytes)
            .put("scratchBytes", scratchBytes)
            .build());
  }

  /// Reads a descriptor from outside.
  ///
  /// @throws MalformedJsonException if it is not strict JSON, is longer than [#MAX_LENGTH_BYTES],
  ///     has an
  ///     unknown member or format version, or breaks one of the bounds above
  public static DeltaDescriptor decode(byte[] document) throws MalformedJsonException {
    JsonObject object = StrictJson.parseObject(document, JsonLimits.ofLength(MAX_LENGTH_BYTES));
    Documents.requireHead(object, TYPE, FORMAT_VERSION);
    object.rejectUnknown(MEMBERS);
    return new DeltaDescriptor(
        Members.requireProduct(object, "product"),
        decodeBase(object),
        object.requireDigest("result"),
        object.requireLong("resultLengthBytes", 1, Artifact.MAX_LENGTH_BYTES),
        object.requireDigest("patch"),
        object.requireLong("patchLengthBytes", 1, Artifact.MAX_LENGTH_BYTES),
        object.requireLong("memoryBytes", 0, Artifact.MAX_LENGTH_BYTES),
        object.requireLong("scratchBytes", 0, Artifact.MAX_LENGTH_BYTES));
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

  private static void requireRange(String what, long value, long min) {
    if (value < min || value > Artifact.MAX_LENGTH_BYTES) {
      throw new IllegalArgumentException(what + " out of range: " + value);
    }
  }
}
