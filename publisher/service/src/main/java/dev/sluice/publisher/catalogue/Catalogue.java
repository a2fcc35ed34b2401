package dev.sluice.publisher.catalogue;

import dev.sluice.publisher.catalogue.Numbering.Numbered;
import dev.sluice.publisher.catalogue.Numbering.Pending;
import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.release.Documents;
import dev.sluice.release.Manifest;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoredDocument;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The versions of every product, in the object store.
///
/// | object in `catalogue/<product>/` | says |
/// |---|---|
/// | `versions/<version>.json` | what the version consists of, later also its counter |
/// | `<counter>.json` | which version claimed the counter |
///
/// Both are created with If-None-Match; the version's entry gets its counter with If-Match. A
/// version counts as numbered when its own entry says so; a claim by itself says nothing. So a
/// publisher may be cut off between any two writes: the next one finds the claim and carries on,
/// and if two carry on at once, one of two claims stays unused. Counters only rise; they may have
/// gaps.
public final class Catalogue {
  private static final String CLAIM_TYPE = "claim";
  private static final long CLAIM_FORMAT_VERSION = 1;
  private static final long CLAIM_LIMIT_BYTES = 1_024;
  private static final Pattern CLAIM_NAME = Pattern.compile("[0-9]{12}\\.json");

  /// Writers who are first each time make somebody progress, so this many losses in a row mean a
  /// fault.
  private static final int MAX_LOST_RACES = 100;

  private final ArtifactStore store;

  /// A view of the catalogue in this store.
  public Catalogue(ArtifactStore store) {
    this.store = store;
  }

  /// What is known of a version.
  ///
  /// @throws StoreException if the store fails or holds something else under the entry's name
  public Optional<CatalogueEntry> find(ReleaseId release) throws StoreException {
    Optional<StoredDocument> stored = read(release);
    return stored.isEmpty() ? Optional.empty() : Optional.of(decode(release, stored.get()));
  }

  /// Enters a version, unless there is an entry already.
  ///
  /// @return the entry that stands, which may hold another offer
  /// @throws StoreException if the store fails
  public CatalogueEntry enter(ReleaseId release, Offer offer) throws StoreException {
    var entry = new CatalogueEntry(release, offer, new Pending());
    if (store.create(path(release), entry.encode())) {
      return entry;
    }
    return find(release)
        .orElseThrow(() -> new StoreException(path(release) + ": expected an entry, got none"));
  }

  /// The highest counter that was ever claimed; 0 if none.
  ///
  /// @throws StoreException if the store fails
  public long highestCounter(ProductName product) throws StoreException {
    List<Long> counters = counters(product);
    return counters.isEmpty() ? 0 : counters.getLast();
  }

  /// Gives a version its counter, unless it has one.
  ///
  /// @param requested says which rollback floor it gets
  /// @param rule says which counter it may get
  /// @return its numbering, which may be that of an earlier attempt; empty if the next counter is
  ///     not one that `rule` allows, and then nothing was claimed
  /// @throws StoreException if the store fails
  public Optional<Numbered> number(ReleaseId release, FloorRule requested, CounterRule rule)
      throws StoreException {
    for (int race = 0; race < MAX_LOST_RACES; race++) {
      StoredDocument stored =
          read(release)
              .orElseThrow(
                  () -> new StoreException(path(release) + ": expected an entry, got none"));
      CatalogueEntry entry = decode(release, stored);
      if (entry.numbering() instanceof Numbered numbered) {
        return Optional.of(numbered);
      }
      Optional<Long> counter = claim(release, requested, rule);
      if (counter.isEmpty()) {
        return Optional.empty();
      }
      var numbered = new Numbered(counter.get(), floor(release, counter.get(), requested));
      var complete = new CatalogueEntry(release, entry.offer(), numbered);
      if (store.replace(path(release), complete.encode(), stored)) {
        return Optional.of(numbered);
      }
    }
    throw new StoreException(path(release) + ": expected to write it, got outrun every time");
  }

  /// A claim of an earlier attempt that a floor asked for now lies above is passed over, and stays
  /// unused.
  private Optional<Long> claim(ReleaseId release, FloorRule requested, CounterRule rule)
      throws StoreException {
    var claim =
        CanonicalJson.encode(
            JsonObject.builder()
                .put("type", CLAIM_TYPE)
                .put("formatVersion", CLAIM_FORMAT_VERSION)
                .put("version", release.version().value())
                .build());
    for (int race = 0; race < MAX_LOST_RACES; race++) {
      List<Long> counters = counters(release.product());
      Optional<Long> earlier = findClaim(release, counters).filter(requested::allows);
      if (earlier.isPresent()) {
        return earlier.filter(rule::allows);
      }
      long next = counters.isEmpty() ? 1 : counters.getLast() + 1;
      if (next > Manifest.MAX_COUNTER) {
        throw new StoreException(release.product() + ": expected a free counter, got none left");
      }
      if (!rule.allows(next)) {
        return Optional.empty();
      }
      if (store.create(claimPath(release.product(), next), claim)) {
        return Optional.of(next);
      }
    }
    throw new StoreException(release + ": expected to claim a counter, got outrun every time");
  }

  /// Finds the claim of an attempt that was cut off. Claims of numbered versions end the search:
  /// whoever was cut off claimed after the last of them, or lost to them and may claim anew.
  private Optional<Long> findClaim(ReleaseId release, List<Long> counters) throws StoreException {
    for (long counter : counters.reversed()) {
      Version claimant = claimant(release.product(), counter);
      if (claimant.equals(release.version())) {
        return Optional.of(counter);
      }
      if (isNumbered(new ReleaseId(release.product(), claimant), counter)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private long floor(ReleaseId release, long counter, FloorRule requested) throws StoreException {
    return switch (requested) {
      case FloorRule.At(var floor) -> floor;
      case FloorRule.PreviousRelease() -> previousRelease(release.product(), counter);
    };
  }

  /// The counter of the release before; claims that came to nothing are passed over. 0 if none.
  private long previousRelease(ProductName product, long below) throws StoreException {
    for (long counter : counters(product).reversed()) {
      if (counter < below
          && isNumbered(new ReleaseId(product, claimant(product, counter)), counter)) {
        return counter;
      }
    }
    return 0;
  }

  private boolean isNumbered(ReleaseId release, long counter) throws StoreException {
    return find(release)
        .filter(
            entry ->
                entry.numbering() instanceof Numbered numbered && numbered.counter() == counter)
        .isPresent();
  }

  private List<Long> counters(ProductName product) throws StoreException {
    List<Long> counters = new ArrayList<>();
    for (String name : store.list("catalogue/" + product + "/")) {
      if (CLAIM_NAME.matcher(name).matches()) {
        counters.add(Long.parseLong(name.substring(0, name.indexOf('.'))));
      }
    }
    return counters;
  }

  private Version claimant(ProductName product, long counter) throws StoreException {
    String path = claimPath(product, counter);
    StoredDocument stored =
        store
            .find(path, CLAIM_LIMIT_BYTES)
            .orElseThrow(() -> new StoreException(path + ": expected a claim, got none"));
    try {
      JsonObject json =
          StrictJson.parseObject(stored.content().bytes(), JsonLimits.ofLength(CLAIM_LIMIT_BYTES));
      Documents.requireHead(json, CLAIM_TYPE, CLAIM_FORMAT_VERSION);
      return Members.requireVersion(json, "version");
    } catch (MalformedJsonException e) {
      throw new StoreException(path + ", " + e.getMessage(), e);
    }
  }

  private Optional<StoredDocument> read(ReleaseId release) throws StoreException {
    return store.find(path(release), CatalogueEntry.MAX_LENGTH_BYTES);
  }

  private static CatalogueEntry decode(ReleaseId release, StoredDocument stored)
      throws StoreException {
    try {
      var entry = CatalogueEntry.decode(stored.content().bytes());
      if (!entry.release().equals(release)) {
        throw new StoreException(
            path(release) + ": expected an entry of " + release + ", got " + entry.release());
      }
      return entry;
    } catch (MalformedJsonException e) {
      throw new StoreException(path(release) + ", " + e.getMessage(), e);
    }
  }

  private static String path(ReleaseId release) {
    return "catalogue/" + release.product() + "/versions/" + release.version() + ".json";
  }

  private static String claimPath(ProductName product, long counter) {
    return "catalogue/%s/%012d.json".formatted(product, counter);
  }
}
