package dev.sluice.events.rings;

import dev.sluice.events.maintenance.InstallTimes;
import dev.sluice.events.safeguard.Safeguards;
import dev.sluice.release.Documents;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rings of a product in order, each with what its devices should run; itself a TUF target.
///
/// It is closed, like a manifest: a member that a reader does not know is refused.
///
/// @param product whose fleet
/// @param sequence 1 or more; each document that is signed has a higher one than the last
/// @param rings 1 to [#MAX_RINGS], with distinct names; every release in them is of this product
/// @param safeguards which devices of all rings are kept out of going forward
/// @param floors which releases devices of all rings pass through on their way forward, all of this
///     product
public record RingsDocument(
    ProductName product,
    long sequence,
    List<Ring> rings,
    Safeguards safeguards,
    FloorReleases floors) {
  /// Most rings in one document.
  public static final int MAX_RINGS = 100;

  /// Most devices in all lists of one document, so that it stays below its length limit.
  public static final int MAX_LISTED_DEVICES = 10_000;

  /// No document is longer; a reader may stop here.
  public static final long MAX_LENGTH_BYTES = 1L << 20;

  private static final String TYPE = "rings";

  /// Without anything that the first readers did not know.
  private static final long PLAIN_VERSION = 1;

  /// With a ring that went back to its current release.
  private static final long RESTORED_VERSION = 2;

  /// With a ring whose devices are asked again, may not switch at any time, or are selected by a
  /// condition, or with devices that are kept out.
  private static final long THIRD_VERSION = 3;

  /// The highest format version that a reader knows: with a ring in which flags are off, or with
  /// releases that devices pass through.
  public static final long LATEST_VERSION = 4;

  /// With a ring whose devices are asked again.
  public static final long RETRIED_VERSION = THIRD_VERSION;

  /// With devices that are kept out.
  public static final long SAFEGUARDED_VERSION = THIRD_VERSION;

  /// With a ring in which flags are off.
  public static final long FLAGS_OFF_VERSION = LATEST_VERSION;

  /// With releases that devices pass through.
  public static final long FLOORS_VERSION = LATEST_VERSION;

  /// What a reader knows that does not say which versions it knows: those readers are older than
  /// the third version.
  public static final long UNSAID_VERSION = RESTORED_VERSION;

  private static final Set<String> MEMBERS =
      Set.of("type", "formatVersion", "product", "sequence", "rings", "safeguards", "floors");

  /// Checks the bounds and copies the list.
  public RingsDocument {
    rings = List.copyOf(rings);
    if (sequence < 1) {
      throw new IllegalArgumentException("sequence must be positive, got " + sequence);
    }
    if (rings.isEmpty() || rings.size() > MAX_RINGS) {
      throw new IllegalArgumentException("expected 1 to " + MAX_RINGS + " rings");
    }
    if (!hasDistinctNames(rings)) {
      throw new IllegalArgumentException("ring names must be distinct");
    }
    if (listedDevices(rings) > MAX_LISTED_DEVICES) {
      throw new IllegalArgumentException("more than " + MAX_LISTED_DEVICES + " listed devices");
    }
    if (!isOnlyOf(product, rings)) {
      throw new IllegalArgumentException("every release must be of " + product);
    }
    if (!safeguards.isAbout(product)) {
      throw new IllegalArgumentException("every safeguard hold must be about " + product);
    }
    if (!floors.isOf(product)) {
      throw new IllegalArgumentException("every floor release must be of " + product);
    }
  }

  /// A document that keeps nobody out and leads straight forward.
  public RingsDocument(ProductName product, long sequence, List<Ring> rings) {
    this(product, sequence, rings, Safeguards.NONE, FloorReleases.NONE);
  }

  /// The same with other holds.
  public RingsDocument withSafeguards(Safeguards next) {
    return new RingsDocument(product, sequence, rings, next, floors);
  }

  /// The same with other floor releases.
  public RingsDocument withFloors(FloorReleases next) {
    return new RingsDocument(product, sequence, rings, safeguards, next);
  }

  /// Where the rings document of a product stands: its TUF target path.
  public static String path(ProductName product) {
    return "rings/" + product + "/rings.json";
  }

  /// This document's TUF target path.
  public String path() {
    return path(product);
  }

  /// The ring of this name, if there is one.
  public Optional<Ring> findRing(String name) {
    return rings.stream().filter(ring -> ring.name().equals(name)).findFirst();
  }

  /// The canonical bytes: equal documents give equal bytes.
  public byte[] encode() {
    return CanonicalJson.encode(toJson());
  }

  /// The digest of the canonical bytes.
  public Digest digest() {
    return Digest.sha256(encode());
  }

  /// The document as a JSON value, for events that carry it.
  public JsonObject toJson() {
    var json =
        JsonObject.builder()
            .put("type", TYPE)
            .put("formatVersion", formatVersion(rings, safeguards, floors))
            .put("product", product.value())
            .put("sequence", sequence)
            .put("rings", JsonArray.of(rings.stream().map(Ring::toJson).toList()));
    if (!safeguards.isEmpty()) {
      json.put("safeguards", safeguards.toJson());
    }
    if (!floors.isEmpty()) {
      json.put("floors", floors.toJson());
    }
    return json.build();
  }

  /// Reads a document from outside.
  ///
  /// @throws MalformedJsonException if it is not strict JSON, is longer than [#MAX_LENGTH_BYTES],
  ///     has an
  ///     unknown member or format version, or breaks one of the bounds above
  public static RingsDocument decode(byte[] document) throws MalformedJsonException {
    return fromJson(StrictJson.parseObject(document, JsonLimits.ofLength(MAX_LENGTH_BYTES)));
  }

  /// Reads what [#toJson()] writes.
  ///
  /// @throws MalformedJsonException as [#decode(byte\[\])]
  public static RingsDocument fromJson(JsonObject object) throws MalformedJsonException {
    long version = object.requireLong("formatVersion");
    Documents.requireHead(
        object,
        TYPE,
        version >= PLAIN_VERSION && version <= LATEST_VERSION ? version : LATEST_VERSION);
    object.rejectUnknown(MEMBERS);
    ProductName product = Members.requireProduct(object, "product");
    long sequence = object.requireLong("sequence", 1, Long.MAX_VALUE);
    JsonArray array = object.requireArray("rings");
    if (array.size() < 1 || array.size() > MAX_RINGS) {
      throw new MalformedJsonException(
          array.path(), "1 to " + MAX_RINGS + " rings", String.valueOf(array.size()));
    }
    List<Ring> rings = array.decodeEach(Ring::fromJson);
    if (!hasDistinctNames(rings)) {
      throw new MalformedJsonException(array.path(), "each ring name once", "a duplicate");
    }
    if (listedDevices(rings) > MAX_LISTED_DEVICES) {
      throw new MalformedJsonException(
          array.path(), "at most " + MAX_LISTED_DEVICES + " listed devices", "more");
    }
    if (!isOnlyOf(product, rings)) {
      throw new MalformedJsonException(
          array.path(), "releases of " + product + " only", "one of another product");
    }
    Safeguards safeguards = Safeguards.fromJson(object, "safeguards");
    if (!safeguards.isAbout(product)) {
      throw object.malformed("safeguards", "holds about versions of " + product + " only");
    }
    FloorReleases floors = FloorReleases.fromJson(object, "floors");
    if (!floors.isOf(product)) {
      throw object.malformed("floors", "releases of " + product + " only");
    }
    if (object.requireLong("formatVersion") != formatVersion(rings, safeguards, floors)) {
      throw object.malformed("formatVersion", "the lowest that says what the document says");
    }
    return new RingsDocument(product, sequence, rings, safeguards, floors);
  }

  /// The lowest format version that says what rings say: a reader of lower ones refuses a document
  /// of them.
  ///
  /// @param hasFloors whether devices pass through releases
  public static long formatVersion(List<Ring> rings, boolean hasFloors) {
    return hasFloors ? FLOORS_VERSION : formatVersion(rings, Safeguards.NONE, FloorReleases.NONE);
  }

  private static long formatVersion(List<Ring> rings, Safeguards safeguards, FloorReleases floors) {
    if (!floors.isEmpty()) {
      return FLOORS_VERSION;
    }
    if (rings.stream().anyMatch(ring -> !ring.flagsOff().isEmpty())) {
      return FLAGS_OFF_VERSION;
    }
    if (!safeguards.isEmpty() || rings.stream().anyMatch(RingsDocument::needsThird)) {
      return THIRD_VERSION;
    }
    return rings.stream().anyMatch(ring -> ring.findRestoredBy().isPresent())
        ? RESTORED_VERSION
        : PLAIN_VERSION;
  }

  private static boolean isTimed(Ring ring) {
    return !(ring.install() instanceof InstallTimes.Anytime);
  }

  private static boolean isRetried(Ring ring) {
    return ring.findNext().filter(NextRelease::isRetried).isPresent();
  }

  private static boolean needsThird(Ring ring) {
    return isRetried(ring) || isTimed(ring) || ring.selector() instanceof Selector.Where;
  }

  private static boolean hasDistinctNames(List<Ring> rings) {
    Set<String> names = new HashSet<>();
    return rings.stream().allMatch(ring -> names.add(ring.name()));
  }

  private static int listedDevices(List<Ring> rings) {
    return rings.stream()
        .mapToInt(ring -> ring.selector() instanceof Selector.Devices(var list) ? list.size() : 0)
        .sum();
  }

  private static boolean isOnlyOf(ProductName product, List<Ring> rings) {
    return rings.stream()
        .allMatch(
            ring ->
                ring.findCurrent().map(ReleaseRef::release).stream()
                        .allMatch(release -> release.product().equals(product))
                    && ring.findNext().stream()
                        .allMatch(next -> next.rollout().product().equals(product)));
  }
}
