package dev.sluice.publisher.delta;

import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.release.DeltaBase;
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
/// Only the thread that handles the release writes it. One worker of the group owns an artifact at
/// a time, so plain writes do; if two overlap after a rebalance, the worst is a patch that is built
/// twice.
final class DeltaLedger {
  private static final String TYPE = "deltas";
  private static final long FORMAT_VERSION = 1;
  private static final long LIMIT_BYTES = 1L << 20;

  private final ArtifactStore store;
  private final String path;
  private final ProductName product;
  private final Digest result;

  /// By [DeltaBase#text]: the descriptor, or why there is none.
  private final Map<String, Entry> entries = new LinkedHashMap<>();

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
  boolean knows(DeltaBase base) {
    return entries.containsKey(base.text());
  }

  /// Whether a patch from this base was tried and did not pay, so that older ones need no try.
  boolean endsTrying(DeltaBase base) {
    return findEntry(base).filter(Entry::endsTrying).isPresent();
  }

  /// The descriptor of the patches from a base, if there are any.
  Optional<TargetFile> find(DeltaBase base) {
    return findEntry(base).stream().flatMap(DeltaLedger::descriptor).findFirst();
  }

  private Optional<Entry> findEntry(DeltaBase base) {
    return Optional.ofNullable(entries.get(base.text()));
  }

  /// All descriptors so far, in the order in which they were built.
  List<TargetFile> descriptors() {
    return entries.values().stream().flatMap(DeltaLedger::descriptor).toList();
  }

  private static Stream<TargetFile> descriptor(Entry entry) {
    return entry instanceof Described(var target, _) ? Stream.of(target) : Stream.empty();
  }

  /// Remembers a descriptor.
  ///
  /// @param endsTrying whether it is a chain, and the patch at once does not pay
  void add(DeltaBase base, TargetFile descriptor, boolean endsTrying) throws StoreException {
    write(base, new Described(descriptor, endsTrying));
  }

  /// Remembers that there is no patch from this base.
  ///
  /// @param endsTrying whether that is because it does not pay
  void addNone(DeltaBase base, String reason, boolean endsTrying) throws StoreException {
    write(base, new Nothing(reason, endsTrying));
  }

  private void write(DeltaBase base, Entry entry) throws StoreException {
    entries.put(base.text(), entry);
    List<JsonObject> bases = new ArrayList<>();
    entries.forEach((text, known) -> bases.add(encode(text, known)));
    store.put(
        path,
        CanonicalJson.encode(
            JsonObject.builder()
                .put("type", TYPE)
                .put("formatVersion", FORMAT_VERSION)
                .put("bases", JsonArray.of(bases))
                .build()));
  }

  private static JsonObject encode(String base, Entry entry) {
    var json = JsonObject.builder().put("base", base).put("endsTrying", entry.endsTrying());
    return switch (entry) {
      case Described(var target, _) ->
          json.put("lengthBytes", target.lengthBytes()).put("sha256", target.sha256()).build();
      case Nothing(var reason, _) -> json.put("reason", reason).build();
    };
  }

  private void decode(byte[] document) throws MalformedJsonException {
    JsonObject json = StrictJson.parseObject(document, JsonLimits.ofLength(LIMIT_BYTES));
    Documents.requireHead(json, TYPE, FORMAT_VERSION);
    for (JsonObject entry : json.requireArray("bases").objects()) {
      String base = entry.requireString("base");
      boolean endsTrying = entry.requireBoolean("endsTrying");
      entries.put(
          base,
          entry.has("reason")
              ? new Nothing(entry.requireString("reason"), endsTrying)
              : new Described(descriptor(base, entry), endsTrying));
    }
  }

  private TargetFile descriptor(String base, JsonObject entry) throws MalformedJsonException {
    var none = new DeltaBase.None();
    return new TargetFile(
        base.equals(none.text())
            ? DeltaDescriptor.path(product, result, none)
            : DeltaDescriptor.path(product, result, entry.requireDigest("base")),
        entry.requireLong("lengthBytes", 1, DeltaDescriptor.MAX_LENGTH_BYTES),
        entry.requireDigest("sha256"),
        JsonObject.empty());
  }

  private sealed interface Entry {
    boolean endsTrying();
  }

  private record Described(TargetFile descriptor, boolean endsTrying) implements Entry {}

  private record Nothing(String reason, boolean endsTrying) implements Entry {}
}
