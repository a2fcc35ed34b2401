package dev.sluice.update.apply;

import dev.sluice.patch.Checkpoint;
import dev.sluice.release.Documents;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import dev.sluice.update.order.PatchOrder;
import java.util.Arrays;
import java.util.Set;

/// How far a patch was applied, as it is kept on disk: one JSON document with a digest over itself,
/// because a wrong number in it would lead to a wrong result.
///
/// @param base digest of what the patch was applied to
/// @param patch digest of the patch
/// @param result digest of what it shall give
/// @param at the point
public record StoredCheckpoint(Digest base, Digest patch, Digest result, Checkpoint at) {
  /// No document is longer.
  static final int MAX_LENGTH_BYTES = 1_024;

  private static final String TYPE = "patch-checkpoint";
  private static final long FORMAT_VERSION = 1;
  private static final Set<String> MEMBERS =
      Set.of(
          "type",
          "formatVersion",
          "base",
          "patch",
          "result",
          "patchBytes",
          "viewBytes",
          "resultBytes",
          "check");

  static StoredCheckpoint of(PatchOrder order, Checkpoint at) {
    return new StoredCheckpoint(order.base().digest(), order.patch(), order.result(), at);
  }

  /// Whether it is of this order.
  boolean isOf(PatchOrder order) {
    return equals(of(order, at));
  }

  /// The document.
  public byte[] encode() {
    byte[] unchecked = PlainJson.encodeReadable(members().build());
    return PlainJson.encodeReadable(members().put("check", Digest.sha256(unchecked)).build());
  }

  private JsonObject.Builder members() {
    return JsonObject.builder()
        .put("type", TYPE)
        .put("formatVersion", FORMAT_VERSION)
        .put("base", base)
        .put("patch", patch)
        .put("result", result)
        .put("patchBytes", at.patchBytes())
        .put("viewBytes", at.viewBytes())
        .put("resultBytes", at.resultBytes());
  }

  /// Reads a stored document.
  ///
  /// @throws MalformedJsonException if it is not byte for byte what [#encode()] writes
  static StoredCheckpoint decode(byte[] document) throws MalformedJsonException {
    JsonObject json = StrictJson.parseObject(document, JsonLimits.ofLength(MAX_LENGTH_BYTES));
    Documents.requireHead(json, TYPE, FORMAT_VERSION);
    json.rejectUnknown(MEMBERS);
    var checkpoint =
        new StoredCheckpoint(
            json.requireDigest("base"),
            json.requireDigest("patch"),
            json.requireDigest("result"),
            new Checkpoint(
                json.requireLong("patchBytes", 0, Long.MAX_VALUE),
                json.requireLong("viewBytes", 0, Long.MAX_VALUE),
                json.requireLong("resultBytes", 0, Long.MAX_VALUE)));
    if (!Arrays.equals(checkpoint.encode(), document)) {
      throw json.malformed("check", "the digest of the rest");
    }
    return checkpoint;
  }
}
