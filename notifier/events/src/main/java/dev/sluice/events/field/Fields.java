package dev.sluice.events.field;

import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.flag.DeviceFlags;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Manifest;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.JsonString;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.metadata.TargetFile;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/// What the records of the packages beside this one check and read alike.
public final class Fields {
  /// Longest free text, such as a reason. Enough for a sentence and an error message.
  public static final int MAX_TEXT_LENGTH = 2_000;

  /// Most elements of a list in an event.
  public static final int MAX_ELEMENTS = 1_000;

  private static final String FLAGS = "flags";
  /// Most products on one device.
  public static final int MAX_PRODUCTS = 100;

  private static final String PRODUCTS = "products";
  private static final String RINGS_FORMAT = "ringsFormat";
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private Fields() {}

  public static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /// As [#require(boolean, String)], the message being put together only where it is needed.
  public static void require(boolean holds, String refusal, Object received) {
    if (!holds) {
      throw new IllegalArgumentException(refusal + received);
    }
  }

  public static void requireCounter(long counter) {
    require(counter >= 1 && counter <= Manifest.MAX_COUNTER, "counter out of range: ", counter);
  }

  public static void requireSequence(long sequence) {
    require(sequence >= 1, "sequence must be positive: " + sequence);
  }

  public static void requirePolicyVersion(long version) {
    require(version >= 0, "policy version must not be negative: " + version);
  }

  public static void requireText(String text) {
    require(isText(text), "text must be Unicode of at most " + MAX_TEXT_LENGTH + " characters");
  }

  /// Fractions of years beyond four digits have no form in RFC 3339.
  public static void requireTime(Instant time) {
    require(isTime(time), "time out of range: ", time);
  }

  public static boolean isTime(Instant time) {
    return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
  }

  public static boolean isText(String text) {
    return isText(text, MAX_TEXT_LENGTH);
  }

  public static boolean isText(String text, int maxLength) {
    return text.length() <= maxLength && JsonString.isWellFormed(text);
  }

  public static long sequence(JsonObject data, String name) throws MalformedJsonException {
    return data.requireLong(name, 1, Long.MAX_VALUE);
  }

  /// A number of something, or an epoch: 0 or more.
  public static long count(JsonObject data, String name) throws MalformedJsonException {
    return data.requireLong(name, 0, Long.MAX_VALUE);
  }

  /// Absent in events of older senders, who knew no versions.
  public static long policyVersion(JsonObject data) throws MalformedJsonException {
    return data.has("policyVersion") ? count(data, "policyVersion") : 0;
  }

  public static int smallCount(JsonObject data, String name) throws MalformedJsonException {
    return (int) data.requireLong(name, 0, Integer.MAX_VALUE);
  }

  public static String text(JsonObject data, String name) throws MalformedJsonException {
    return text(data, name, MAX_TEXT_LENGTH);
  }

  public static String text(JsonObject data, String name, int maxLength)
      throws MalformedJsonException {
    String text = data.requireString(name);
    if (!isText(text, maxLength)) {
      throw data.malformed(name, "at most " + maxLength + " characters");
    }
    return text;
  }

  public static Instant time(JsonObject data, String name) throws MalformedJsonException {
    return findTime(data, name).orElseThrow(() -> data.malformed(name, "a moment in ISO 8601"));
  }

  public static Optional<Instant> findTime(JsonObject data, String name)
      throws MalformedJsonException {
    Optional<Instant> time = data.findInstant(name);
    if (time.isPresent() && !isTime(time.get())) {
      throw data.malformed(name, "a moment in the years 1970 to 9999");
    }
    return time;
  }

  public static DeviceId device(JsonObject data) throws MalformedJsonException {
    return Members.require(data, "device", DeviceId.SYNTAX, DeviceId::isValid, DeviceId::new);
  }

  public static DevicePublicKey publicKey(JsonObject data) throws MalformedJsonException {
    return Members.require(
        data, "publicKey", DevicePublicKey.SYNTAX, DevicePublicKey::isValid, DevicePublicKey::new);
  }

  public static RolloutId rollout(JsonObject data, String name) throws MalformedJsonException {
    return Members.require(data, name, RolloutId.SYNTAX, RolloutId::isValid, RolloutId::parse);
  }

  /// Names of products, each once; none if the member is absent, as in events of earlier senders.
  public static SortedSet<ProductName> products(JsonObject data) throws MalformedJsonException {
    return data.has(PRODUCTS)
        ? new TreeSet<>(
            Members.requireDistinct(
                data,
                PRODUCTS,
                ProductName.SYNTAX,
                MAX_PRODUCTS,
                ProductName::isValid,
                ProductName::parse))
        : Collections.emptySortedSet();
  }

  /// Writes what [#products(JsonObject)] reads: nothing for none.
  public static JsonObject.Builder put(JsonObject.Builder json, SortedSet<ProductName> products) {
    return products.isEmpty()
        ? json
        : json.put(
            PRODUCTS, JsonArray.ofStrings(products.stream().map(ProductName::value).toList()));
  }

  /// Checks the number of products, and copies.
  public static SortedSet<ProductName> requireProducts(SortedSet<ProductName> products) {
    require(
        products.size() <= MAX_PRODUCTS,
        "expected at most " + MAX_PRODUCTS + " products, got ",
        products.size());
    return Collections.unmodifiableSortedSet(new TreeSet<>(products));
  }

  /// The highest format version of rings documents that a device reads.
  public static long ringsFormat(JsonObject data, long lowest) throws MalformedJsonException {
    return data.has(RINGS_FORMAT)
        ? data.requireLong(RINGS_FORMAT, lowest, Long.MAX_VALUE)
        : RingsDocument.UNSAID_VERSION;
  }

  /// Writes what [#ringsFormat(JsonObject, long)] reads: nothing for what it reads without the
  /// member.
  public static JsonObject.Builder putRingsFormat(JsonObject.Builder json, long version) {
    return version == RingsDocument.UNSAID_VERSION ? json : json.put(RINGS_FORMAT, version);
  }

  /// What a device says of its flags; none if the member is absent.
  public static DeviceFlags flags(JsonObject data) throws MalformedJsonException {
    Optional<JsonObject> flags = data.findObject(FLAGS);
    return flags.isPresent() ? DeviceFlags.fromJson(flags.get()) : DeviceFlags.NONE;
  }

  /// Writes what [#flags(JsonObject)] reads: nothing for none.
  public static JsonObject.Builder putFlags(JsonObject.Builder json, DeviceFlags flags) {
    return flags.isNone() ? json : json.put(FLAGS, flags.toJson());
  }

  public static String ring(JsonObject data, String name) throws MalformedJsonException {
    return Members.require(data, name, Ring.NAME_SYNTAX, Ring::isName, ring -> ring);
  }

  /// The name of an enum constant in documents: lower case with dashes.
  public static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static <E extends Enum<E>> E constant(JsonObject data, String name, Class<E> type)
      throws MalformedJsonException {
    return findConstant(data.requireString(name), type)
        .orElseThrow(() -> data.malformed(name, oneOf(type)));
  }

  /// Different constants, each once.
  public static <E extends Enum<E>> List<E> constants(JsonObject data, String name, Class<E> type)
      throws MalformedJsonException {
    return Members.requireDistinct(
        data,
        name,
        oneOf(type),
        type.getEnumConstants().length,
        word -> findConstant(word, type).isPresent(),
        word -> findConstant(word, type).orElseThrow());
  }

  private static <E extends Enum<E>> Optional<E> findConstant(String word, Class<E> type) {
    for (E candidate : type.getEnumConstants()) {
      if (isWord(word, candidate.name())) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /// Whether it is the word of a constant of this name, without making that word.
  private static boolean isWord(String word, String name) {
    if (word.length() != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (word.charAt(i) != (c == '_' ? '-' : Character.toLowerCase(c))) {
        return false;
      }
    }
    return true;
  }

  private static <E extends Enum<E>> String oneOf(Class<E> type) {
    List<String> known = Arrays.stream(type.getEnumConstants()).map(Fields::word).toList();
    return "one of " + String.join(", ", known);
  }

  public static JsonArray elements(JsonObject data, String name) throws MalformedJsonException {
    JsonArray array = data.requireArray(name);
    if (array.size() > MAX_ELEMENTS) {
      throw new MalformedJsonException(
          array.path(), "at most " + MAX_ELEMENTS + " elements", String.valueOf(array.size()));
    }
    return array;
  }

  public static JsonObject target(TargetFile target) {
    var json =
        JsonObject.builder()
            .put("path", target.path())
            .put("lengthBytes", target.lengthBytes())
            .put("sha256", target.sha256());
    return target.custom().isEmpty() ? json.build() : json.put("custom", target.custom()).build();
  }

  /// Reads a target whose path must satisfy `valid`: whoever signs it must not be led elsewhere.
  public static TargetFile target(JsonObject json, Predicate<String> valid, String expected)
      throws MalformedJsonException {
    String path = json.requireString("path");
    if (!valid.test(path)) {
      throw json.malformed("path", expected);
    }
    return new TargetFile(
        path,
        count(json, "lengthBytes"),
        json.requireDigest("sha256"),
        json.findObject("custom").orElse(JsonObject.empty()));
  }

  public static JsonArray targets(List<TargetFile> targets) {
    return JsonArray.of(targets.stream().map(Fields::target).toList());
  }
}
