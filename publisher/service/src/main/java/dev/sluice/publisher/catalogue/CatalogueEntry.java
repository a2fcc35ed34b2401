package dev.sluice.publisher.catalogue;

import dev.sluice.publisher.catalogue.Numbering.Numbered;
import dev.sluice.publisher.catalogue.Numbering.Pending;
import dev.sluice.release.Documents;
import dev.sluice.release.Members;
import dev.sluice.release.ReleaseId;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;

/// What the catalogue says of one version.
///
/// @param release product and version
/// @param offer what it consists of
/// @param numbering its place in the product's history
public record CatalogueEntry(ReleaseId release, Offer offer, Numbering numbering) {
  static final long MAX_LENGTH_BYTES = 1L << 20;

  private static final String TYPE = "version";
  private static final long FORMAT_VERSION = 2;

  byte[] encode() {
    var json =
        JsonObject.builder()
            .put("type", TYPE)
            .put("formatVersion", FORMAT_VERSION)
            .put("release", release.toString())
            .put("offer", offer.toJson());
    if (numbering instanceof Numbered(var counter, var rollbackFloor)) {
      json.put("counter", counter).put("rollbackFloor", rollbackFloor);
    }
    return CanonicalJson.encode(json.build());
  }

  static CatalogueEntry decode(byte[] document) throws MalformedJsonException {
    JsonObject json = StrictJson.parseObject(document, JsonLimits.ofLength(MAX_LENGTH_BYTES));
    Documents.requireHead(json, TYPE, FORMAT_VERSION);
    return new CatalogueEntry(
        Members.requireRelease(json, "release"),
        Offer.fromJson(json.requireObject("offer")),
        numbering(json));
  }

  private static Numbering numbering(JsonObject json) throws MalformedJsonException {
    if (!json.has("counter")) {
      return new Pending();
    }
    long counter = Members.requireCounter(json, "counter");
    return new Numbered(counter, json.requireLong("rollbackFloor", 0, counter));
  }
}
