package dev.sluice.publisher.upload;

import dev.sluice.release.Artifact;
import dev.sluice.release.Documents;
import dev.sluice.release.SliceList;
import dev.sluice.release.SliceReference;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;

/// What a publisher found when it read an object of the store from start to end.
///
/// @param digest SHA-256 of its bytes
/// @param lengthBytes its length
/// @param slices where its slice list is
public record CheckedContent(Digest digest, long lengthBytes, SliceReference slices) {
  static final long MAX_DOCUMENT_BYTES = 1_024;

  private static final String TYPE = "artifact";
  private static final long FORMAT_VERSION = 1;

  byte[] encode() {
    return CanonicalJson.encode(
        JsonObject.builder()
            .put("type", TYPE)
            .put("formatVersion", FORMAT_VERSION)
            .put("digest", digest)
            .put("lengthBytes", lengthBytes)
            .put("sliceLengthBytes", slices.sliceLengthBytes())
            .put("sliceList", slices.sliceList())
            .build());
  }

  static CheckedContent decode(byte[] document) throws MalformedJsonException {
    JsonObject json = StrictJson.parseObject(document, JsonLimits.ofLength(MAX_DOCUMENT_BYTES));
    Documents.requireHead(json, TYPE, FORMAT_VERSION);
    return new CheckedContent(
        json.requireDigest("digest"),
        json.requireLong("lengthBytes", 1, Artifact.MAX_LENGTH_BYTES),
        new SliceReference(
            json.requireLong(
                "sliceLengthBytes",
                SliceList.MIN_SLICE_LENGTH_BYTES,
                SliceList.MAX_SLICE_LENGTH_BYTES),
            json.requireDigest("sliceList")));
  }
}
