package dev.sluice.tuf.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.tuf.digest.Digest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Members by name, in the order of the document.
///
/// The typed accessors refuse with the path of the member: `require…` wants it there, `find…`
/// allows it to be absent but not to be of another type, and `null` is another type. Two objects
/// are equal if their members are, in any order; where an object stood in a document does not
/// count.
public final class JsonObject implements Json {
  private static final int NAME_LIMIT = 64;
  private static final JsonObject EMPTY = new JsonObject(Map.of(), "");

  private final Map<String, Json> members;
  private final String path;

  private JsonObject(Map<String, Json> members, String path) {
    this.members = members;
    this.path = path;
  }

  /// The object without members.
  public static JsonObject empty() {
    return EMPTY;
  }

  /// Starts an object; members keep the order in which they are put.
  public static Builder builder() {
    return new Builder();
  }

  /// All members in order, immutable.
  public Map<String, Json> members() {
    return members;
  }

  /// The member names in order, immutable.
  public Set<String> names() {
    return members.keySet();
  }

  /// Whether there is a member of this name, even if it is `null`.
  public boolean has(String name) {
    return members.containsKey(name);
  }

  /// Whether there are no members.
  public boolean isEmpty() {
    return members.isEmpty();
  }

  /// Where the object stands in its document, for messages; empty at the top.
  public String path() {
    return path;
  }

  /// The member, if there is one.
  public Optional<Json> find(String name) {
    return Optional.ofNullable(members.get(name)).map(value -> placed(name, value));
  }

  /// The member of any type.
  ///
  /// @throws MalformedJsonException if it is absent
  public Json require(String name) throws MalformedJsonException {
    return find(name).orElseThrow(() -> malformed(name, "a value"));
  }

  /// @throws MalformedJsonException if the member is absent or not a string
  public String requireString(String name) throws MalformedJsonException {
    return findString(name).orElseThrow(() -> malformed(name, "a string"));
  }

  /// @throws MalformedJsonException if the member is absent or not an integer
  public long requireLong(String name) throws MalformedJsonException {
    return findLong(name).orElseThrow(() -> malformed(name, "an integer"));
  }

  /// An integer in a range.
  ///
  /// @param min least value allowed
  /// @param max greatest value allowed, itself included
  /// @throws MalformedJsonException if the member is absent, not an integer or outside the range
  public long requireLong(String name, long min, long max) throws MalformedJsonException {
    long value = requireLong(name);
    if (value < min || value > max) {
      throw malformed(name, "an integer from " + min + " to " + max);
    }
    return value;
  }

  /// @throws MalformedJsonException if the member is absent or not a boolean
  public boolean requireBoolean(String name) throws MalformedJsonException {
    return findBoolean(name).orElseThrow(() -> malformed(name, "a boolean"));
  }

  /// @throws MalformedJsonException if the member is absent or not an object
  public JsonObject requireObject(String name) throws MalformedJsonException {
    return findObject(name).orElseThrow(() -> malformed(name, "an object"));
  }

  /// @throws MalformedJsonException if the member is absent or not an array
  public JsonArray requireArray(String name) throws MalformedJsonException {
    return findArray(name).orElseThrow(() -> malformed(name, "an array"));
  }

  /// A moment in ISO 8601, such as `2026-11-21T01:02:03Z`.
  ///
  /// @throws MalformedJsonException if the member is absent or not such a string
  public Instant requireInstant(String name) throws MalformedJsonException {
    return findInstant(name).orElseThrow(() -> malformed(name, "a moment in ISO 8601"));
  }

  /// A SHA-256 as 64 lower-case hexadecimal digits.
  ///
  /// @throws MalformedJsonException if the member is absent or not such a string
  public Digest requireDigest(String name) throws MalformedJsonException {
    return findDigest(name).orElseThrow(() -> malformed(name, "a sha256 digest"));
  }

  /// @throws MalformedJsonException if the member is there but not a string
  public Optional<String> findString(String name) throws MalformedJsonException {
    return typed(name, JsonString.class, "a string").map(JsonString::value);
  }

  /// @throws MalformedJsonException if the member is there but not an integer
  public OptionalLong findLong(String name) throws MalformedJsonException {
    return typed(name, JsonInteger.class, "an integer").stream()
        .mapToLong(JsonInteger::value)
        .findFirst();
  }

  /// @throws MalformedJsonException if the member is there but not a boolean
  public Optional<Boolean> findBoolean(String name) throws MalformedJsonException {
    return typed(name, JsonBoolean.class, "a boolean").map(JsonBoolean::value);
  }

  /// @throws MalformedJsonException if the member is there but not an object
  public Optional<JsonObject> findObject(String name) throws MalformedJsonException {
    return typed(name, JsonObject.class, "an object");
  }

  /// @throws MalformedJsonException if the member is there but not an array
  public Optional<JsonArray> findArray(String name) throws MalformedJsonException {
    return typed(name, JsonArray.class, "an array");
  }

  /// @throws MalformedJsonException if the member is there but not a moment in ISO 8601
  public Optional<Instant> findInstant(String name) throws MalformedJsonException {
    Optional<String> text = findString(name);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeException e) {
      throw malformed(name, "a moment in ISO 8601");
    }
  }

  /// @throws MalformedJsonException if the member is there but not a SHA-256
  public Optional<Digest> findDigest(String name) throws MalformedJsonException {
    Optional<String> text = findString(name);
    if (text.isPresent() && !Digest.isHex(text.get())) {
      throw malformed(name, "a sha256 digest");
    }
    return text.map(Digest::parse);
  }

  /// Closes the document: refuses members that the reader does not know.
  ///
  /// @throws MalformedJsonException naming the first member that is not in `known`
  public void rejectUnknown(Set<String> known) throws MalformedJsonException {
    for (String name : members.keySet()) {
      if (!known.contains(name)) {
        throw new MalformedJsonException(memberPath(path, name), "no such member", "it");
      }
    }
  }

  /// The refusal of a member by a rule of the caller's own.
  ///
  /// @param name the member at fault
  /// @param expected what had to be there, as a noun phrase
  public MalformedJsonException malformed(String name, String expected) {
    Json received = members.get(name);
    String text =
        switch (received) {
          case null -> "nothing";
          case JsonObject _, JsonArray _, JsonNull _ -> received.kind();
          case JsonString _, JsonInteger _, JsonBoolean _ -> PlainJson.text(received);
        };
    return new MalformedJsonException(memberPath(path, name), expected, text);
  }

  /// The members that are not in `names`, in order.
  public JsonObject without(Set<String> names) {
    if (Collections.disjoint(members.keySet(), names)) {
      return this;
    }
    Map<String, Json> rest = new LinkedHashMap<>(members);
    rest.keySet().removeAll(names);
    return new JsonObject(Collections.unmodifiableMap(rest), path);
  }

  JsonObject at(String newPath) {
    return new JsonObject(members, newPath);
  }

  /// Long names are cut, so that a hostile document cannot make its paths cost more than itself.
  static String memberPath(String path, String name) {
    String shown = name.length() <= NAME_LIMIT ? name : name.substring(0, NAME_LIMIT) + "…";
    return path.isEmpty() ? shown : path + "." + shown;
  }

  private <T extends Json> Optional<T> typed(String name, Class<T> type, String expected)
      throws MalformedJsonException {
    Json value = members.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw malformed(name, expected);
    }
    return Optional.of(type.cast(placed(name, value)));
  }

  private Json placed(String name, Json value) {
    return switch (value) {
      case JsonObject object -> object.at(memberPath(path, name));
      case JsonArray array -> array.at(memberPath(path, name));
      case JsonString _, JsonInteger _, JsonBoolean _, JsonNull _ -> value;
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject that && members.equals(that.members);
  }

  @Override
  public int hashCode() {
    return members.hashCode();
  }

  @Override
  public String toString() {
    return PlainJson.text(this);
  }

  /// Builds an object member by member.
  public static final class Builder {
    private Map<String, Json> members = new LinkedHashMap<>();

    /// Whether an object has the members, so that they must not change any more.
    private boolean isShared;

    private Builder() {}

    /// @throws IllegalArgumentException if there is a member of this name already
    @CanIgnoreReturnValue
    public Builder put(String name, Json value) {
      if (isShared) {
        members = new LinkedHashMap<>(members);
        isShared = false;
      }
      if (members.putIfAbsent(new JsonString(name).value(), value) != null) {
        throw new IllegalArgumentException("member " + name + " is there already");
      }
      return this;
    }

    /// Puts a string.
    @CanIgnoreReturnValue
    public Builder put(String name, String value) {
      return put(name, new JsonString(value));
    }

    /// Puts an integer.
    @CanIgnoreReturnValue
    public Builder put(String name, long value) {
      return put(name, new JsonInteger(value));
    }

    /// Puts a boolean.
    @CanIgnoreReturnValue
    public Builder put(String name, boolean value) {
      return put(name, new JsonBoolean(value));
    }

    /// Puts a moment in ISO 8601.
    @CanIgnoreReturnValue
    public Builder put(String name, Instant value) {
      return put(name, value.toString());
    }

    /// Puts a SHA-256 as hexadecimal digits.
    @CanIgnoreReturnValue
    public Builder put(String name, Digest value) {
      return put(name, value.hex());
    }

    /// Puts all members of another object.
    @CanIgnoreReturnValue
    public Builder putAll(JsonObject object) {
      object.members().forEach(this::put);
      return this;
    }

    /// Whether a member of this name was put.
    public boolean has(String name) {
      return members.containsKey(name);
    }

    /// The object; the builder may go on and build a larger one.
    public JsonObject build() {
      isShared = true;
      return new JsonObject(Collections.unmodifiableMap(members), "");
    }
  }
}
