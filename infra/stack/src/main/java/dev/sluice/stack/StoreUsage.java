package dev.sluice.stack;

import dev.sluice.store.S3Bucket;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What lies in the object store, in bytes.
///
/// @param documents length of every signed document and slice list, by object key: what a device
///     reads
///     besides artifacts and patches
public record StoreUsage(Map<String, Long> documents) {
  private static final String TIMESTAMP = "metadata/timestamp.json";

  /// Copies the map.
  public StoreUsage {
    documents = Map.copyOf(documents);
  }

  /// Looks at the whole bucket.
  static StoreUsage read(S3Bucket bucket) {
    Map<String, Long> documents = new TreeMap<>();
    bucket
        .client()
        .listObjectsV2Paginator(list -> list.bucket(bucket.config().bucket()))
        .contents()
        .stream()
        .filter(object -> isDocument(object.key()))
        .forEach((S3Object object) -> documents.put(object.key(), object.size()));
    return new StoreUsage(documents);
  }

  /// Bytes of the documents that came since an earlier look; the timestamp, which changes under its
  /// name, counts once.
  public long addedSince(StoreUsage earlier) {
    return documents.entrySet().stream()
        .filter(e -> e.getKey().equals(TIMESTAMP) || !earlier.documents.containsKey(e.getKey()))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static boolean isDocument(String key) {
    return key.startsWith("metadata/")
        || key.startsWith("slices/")
        || key.startsWith("targets/deltas/")
        || key.startsWith("targets/rings/")
        || (key.startsWith("targets/products/") && key.endsWith(".release.json"));
  }
}
