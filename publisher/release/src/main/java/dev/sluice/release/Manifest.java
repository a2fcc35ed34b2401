package dev.sluice.release;

import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The document that describes one release; itself a TUF target.
///
/// Its JSON form is closed: a member that a reader does not know is refused, because ignoring one
/// could mean ignoring a restriction. A new member raises `formatVersion`. Our choice.
///
/// @param id which release
/// @param counter its place in the product's history, 1 to [#MAX_COUNTER]; it only rises
/// @param rollbackFloor no device that ran this release healthily installs a lower counter again;
///     0 to `counter`
/// @param hardware the hardware it is meant for, distinct; empty means any
/// @param artifacts its files, at least one, with distinct names
public record Manifest(
    ReleaseId id,
    long counter,
    long rollbackFloor,
    List<String> hardware,
    List<Artifact> artifacts) {
  /// Last part of every manifest's target path.
  public static final String FILE_NAME = "release.json";

  /// The highest counter: twelve digits, as object names write it.
  public static final long MAX_COUNTER = 999_999_999_999L;

  /// Most artifacts in one release. Our choice, so that a manifest stays below its length limit.
  public static final int MAX_ARTIFACTS = 1_000;

  /// Most hardware names in one release.
  public static final int MAX_HARDWARE = 1_000;

  /// No manifest is longer; a reader may stop here.
  public static final long MAX_LENGTH_BYTES = 1L << 20;

  /// What a hardware name may be, in words, for messages.
  public static final String HARDWARE_SYNTAX =
      "a hardware name (1 to 64 of A-Z, a-z, 0-9, '.', '_', '+' and '-',"
          + " starting with a letter or digit)";

  private static final String TYPE = "manifest";
  private static final long FORMAT_VERSION = 1;
  private static final Pattern HARDWARE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,63}");
  private static final Set<String> MEMBERS =
      Set.of(
          "type",
          "formatVersion",
          "product",
          "version",
          "counter",
          "rollbackFloor",
          "hardware",
          "artifacts");

  /// Checks every bound and copies the lists.
  public Manifest {
    hardware = List.copyOf(hardware);
    artifacts = List.copyOf(artifacts);
    require(counter >= 1 && counter <= MAX_COUNTER, "counter out of range: " + counter);
    require(
        rollbackFloor >= 0 && rollbackFloor <= counter,
        "rollback floor must be 0 to the counter " + counter + ", got " + rollbackFloor);
    require(
        hardware.stream().allMatch(Manifest::isHardwareName) && distinct(hardware),
        "hardware names must be valid and distinct: " + hardware);
    require(hardware.size() <= MAX_HARDWARE, "too much hardware: " + hardware.size());
    require(
        !artifacts.isEmpty() && artifacts.size() <= MAX_ARTIFACTS,
        "expected 1 to " + MAX_ARTIFACTS + " artifacts, got " + artifacts.size());
    require(distinct(names(artifacts)), "artifact names must be distinct");
  }

  /// Where the manifest of a release stands: its TUF target path.
  public static String path(ReleaseId release) {
    return directory(release) + FILE_NAME;
  }

  /// The target directory of a release, with the slash at its end.
  static String directory(ReleaseId release) {
    return "products/" + release.product() + "/" + release.version() + "/";
  }

  /// Whether the text may name hardware.
  public static boolean isHardwareName(String text) {
    return HARDWARE.matcher(text).matches();
  }

  /// This manifest's TUF target path.
  public String path() {
    return path(id);
  }

  /// The canonical bytes: equal manifests give equal bytes.
  public byte[] encode() {
    return CanonicalJson.encode(
        JsonObject.builder()
            .put("type", TYPE)
            .put("formatVersion", FORMAT_VERSION)
            .put("product", id.product().value())
            .put("version", id.version().value())
            .put("counter", counter)
            .put("rollbackFloor", rollbackFloor)
            .put("hardware", JsonArray.ofStrings(hardware))
            .put("artifacts", JsonArray.of(artifacts.stream().map(Artifact::toJson).toList()))
            .build());
  }

  /// Reads a manifest from outside.
  ///
  /// @throws MalformedJsonException if it is not strict JSON, is longer than [#MAX_LENGTH_BYTES],
  ///     has an unknown member or format version, or breaks one of the bounds above
  public static Manifest decode(byte[] document) throws MalformedJsonException {
    JsonObject object = StrictJson.parseObject(document, JsonLimits.ofLength(MAX_LENGTH_BYTES));
    Documents.requireHead(object, TYPE, FORMAT_VERSION);
    object.rejectUnknown(MEMBERS);
    long counter = Members.requireCounter(object, "counter");
    return new Manifest(
        new ReleaseId(
            Members.requireProduct(object, "product"), Members.requireVersion(object, "version")),
        counter,
        object.requireLong("rollbackFloor", 0, counter),
        Members.requireDistinct(
            object,
            "hardware",
            HARDWARE_SYNTAX,
            MAX_HARDWARE,
            Manifest::isHardwareName,
            name -> name),
        decodeArtifacts(object.requireArray("artifacts")));
  }

  private static List<Artifact> decodeArtifacts(JsonArray array) throws MalformedJsonException {
    if (array.size() < 1 || array.size() > MAX_ARTIFACTS) {
      throw new MalformedJsonException(
          array.path(), "1 to " + MAX_ARTIFACTS + " artifacts", String.valueOf(array.size()));
    }
    List<Artifact> artifacts = array.decodeEach(Artifact::fromJson);
    if (!distinct(names(artifacts))) {
      throw new MalformedJsonException(array.path(), "each artifact name once", "a duplicate");
    }
    return artifacts;
  }

  private static List<ArtifactName> names(List<Artifact> artifacts) {
    return artifacts.stream().map(Artifact::name).toList();
  }

  private static boolean distinct(Collection<?> values) {
    return new HashSet<>(values).size() == values.size();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
