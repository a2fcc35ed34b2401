package dev.sluice.publisher.delta;

import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.Documents;
import dev.sluice.release.ProductName;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoredDocument;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Remembers in the object store which patches to an artifact were built, so that an event that
/// comes again costs nothing: `catalogue/<product>/deltas/<result>.json`.
///
/// One worker of the group owns an artifact at a time, so plain writes do; if two overlap after a
/// rebalance, the worst is a patch that is built twice.
final class DeltaLedger {
  private static final String TYPE = "deltas";
  private static final long FORMAT_VERSION = 1;
  private static final long LIMIT_BYTES = 1L << 20;

  private final ArtifactStore store;
  private final String path;
  private final ProductName product;
  private final Digest result;

  /// By base: the descriptor, or why there is none.
  private final Map<Digest, Entry> entries = new LinkedHashMap<>();

  private DeltaLedger(ArtifactStore store, ProductName product, Digest result) {
    this.store = store;
    this.path = "catalogue/" + product + "/deltas/" + result.hex() + ".json";
    this.product = product;
    this.result = result;
  }

  /// Reads what is known of the patches to `result`. A ledger that cannot be read counts as empty:
  /// it only saves work.
  static DeltaLedger read(ArtifactStore store, ProductName product, Digest result)
      throws StoreException {
    var ledger = new DeltaLedger(store, product, result);
    Optional<StoredDocument> stored = store.find(ledger.path, LIMIT_BYTES);
    if (stored.isPresent()) {
      try {
        ledger.decode(stored.get().content().bytes());
      } catch (MalformedJsonException e) {
        ledger.entries.clear();
      }
    }
    return ledger;
  }

  /// Whether it is known what came of a base.
  boolean knows(Digest base) {
    return entries.containsKey(base);
  }

  /// All descriptors so far, in the order in which they were built.
  List<TargetFile> descriptors() {
    return entries.values().stream()
        .flatMap(
            entry -> entry instanceof Described(var target) ? Stream.of(target) : Stream.empty())
        .toList();
  }

  /// Remembers a patch.
  void add(Digest base, TargetFile descriptor) throws StoreException {
    write(base, new Described(descriptor));
  }

  /// Remembers that there is no patch from this base.
  void addNone(Digest base, String reason) throws StoreException {
    write(base, new Nothing(reason));
  }

  private void write(Digest base, Entry entry) throws StoreException {
    entries.put(base, entry);
    List<JsonObject> bases = new ArrayList<>();
    entries.forEach((digest, known) -> bases.add(encode(digest, known)));
    store.put(
        path,
        CanonicalJson.encode(
            JsonObject.builder()
                .put("type", TYPE)
                .put("formatVersion", FORMAT_VERSION)
                .put("bases", JsonArray.of(bases))
                .build()));
  }

  private static JsonObject encode(Digest base, Entry entry) {
    var json = JsonObject.builder().put("base", base);
    return switch (entry) {
      case Described(var target) ->
          json.put("lengthBytes", target.lengthBytes()).put("sha256", target.sha256()).build();
      case Nothing(var reason) -> json.put("reason", reason).build();
    };
  }

  private void decode(byte[] document) throws MalformedJsonException {
    JsonObject json = StrictJson.parseObject(document, JsonLimits.ofLength(LIMIT_BYTES));
    Documents.requireHead(json, TYPE, FORMAT_VERSION);
    for (JsonObject entry : json.requireArray("bases").objects()) {
      Digest base = entry.requireDigest("base");
      entries.put(
          base,
          entry.has("reason")
              ? new Nothing(entry.requireString("reason"))
              : new Described(
                  new TargetFile(
                      DeltaDescriptor.path(product, result, base),
                      entry.requireLong("lengthBytes", 1, DeltaDescriptor.MAX_LENGTH_BYTES),
                      entry.requireDigest("sha256"),
                      JsonObject.empty())));
    }
  }

  private sealed interface Entry {}

  private record Described(TargetFile descriptor) implements Entry {}

  private record Nothing(String reason) implements Entry {}
}
