package dev.sluice.rollout;

import dev.sluice.events.command.Order;
import dev.sluice.events.flag.FlagSwitch;
import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.safeguard.Safeguard;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.release.Documents;
import dev.sluice.release.Members;
import dev.sluice.release.flags.FlagName;
import dev.sluice.rollout.ProductRollouts.Active;
import dev.sluice.rollout.count.FleetCounts;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.ReportCodec;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonInteger;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes the state of a product's rollouts as JSON and reads it back, member for component.
///
/// Reading what was written gives an equal state, so a shell may keep the bytes anywhere.
public final class RolloutsCodec {
  private static final String TYPE = "product-rollouts";
  private static final long FORMAT_VERSION = 1;
  private static final JsonLimits LIMITS = JsonLimits.ofLength(16L << 20);

  private RolloutsCodec() {}

  /// The state as UTF-8 JSON.
  public static byte[] encode(ProductRollouts state) {
    var json =
        JsonObject.builder()
            .put("type", TYPE)
            .put("formatVersion", FORMAT_VERSION)
            .put("product", state.product().value())
            .put("sequence", state.sequence())
            .put("lastCounter", state.history().lastCounter())
            .put("lastRun", state.history().lastRun())
            .put(
                "releases",
                JsonArray.of(state.history().live().stream().map(RolloutsCodec::release).toList()));
    if (!state.history().withdrawnAhead().isEmpty()) {
      json.put("withdrawnAhead", longs(state.history().withdrawnAhead()));
    }
    if (!state.safeguards().isEmpty()) {
      json.put(
          "safeguards",
          JsonArray.of(state.safeguards().stream().map(RolloutsCodec::safeguard).toList()));
    }
    if (!state.flags().isEmpty()) {
      json.put("flags", JsonArray.of(state.flags().stream().map(RolloutsCodec::flag).toList()));
    }
    state.current().findRelease().ifPresent(release -> json.put("current", release(release)));
    if (state.current() instanceof Current.Restored(_, var by)) {
      json.put("restoredBy", by.toString());
    }
    state.findActive().ifPresent(rollout -> json.put("active", RolloutCodec.encode(rollout)));
    return PlainJson.encode(
        json.put(
                "waiting",
                JsonArray.of(state.waiting().stream().map(RolloutCodec::encode).toList()))
            .put("deltasAhead", longs(state.ahead().deltas()))
            .put(
                "ordersAhead",
                JsonArray.of(state.ahead().orders().stream().map(RolloutsCodec::order).toList()))
            .put(
                "counts",
                JsonArray.of(
                    state.counts().reports().values().stream().map(ReportCodec::toJson).toList()))
            .build());
  }

  private static JsonArray longs(SortedSet<Long> numbers) {
    return JsonArray.of(numbers.stream().map(JsonInteger::new).toList());
  }

  /// Reads what [#encode(ProductRollouts)] wrote.
  ///
  /// @throws MalformedJsonException if it is anything else
  public static ProductRollouts decode(byte[] bytes) throws MalformedJsonException {
    JsonObject json = StrictJson.parseObject(bytes, LIMITS);
    Documents.requireHead(json, TYPE, FORMAT_VERSION);
    Optional<JsonObject> current = json.findObject("current");
    Optional<JsonObject> active = json.findObject("active");
    Map<Integer, PartitionReport> reports = new TreeMap<>();
    for (PartitionReport report : json.requireArray("counts").decodeEach(ReportCodec::fromJson)) {
      reports.put(report.partition(), report);
    }
    try {
      return new ProductRollouts(
          Members.requireProduct(json, "product"),
          json.requireLong("sequence"),
          history(json, current, active),
          current.isPresent() ? current(json, current.get()) : new Current.None(),
          active.isPresent()
              ? new Active.Latest(RolloutCodec.decode(active.get()))
              : new Active.Nothing(),
          json.requireArray("waiting").decodeEach(RolloutCodec::decode),
          new Ahead(
              new TreeSet<>(json.requireArray("deltasAhead").longs()),
              json.requireArray("ordersAhead").decodeEach(RolloutsCodec::order)),
          new FleetCounts(reports),
          json.has("safeguards")
              ? json.requireArray("safeguards").decodeEach(RolloutsCodec::safeguard)
              : List.of(),
          json.has("flags")
              ? json.requireArray("flags").decodeEach(RolloutsCodec::flag)
              : List.of());
    } catch (IllegalArgumentException e) {
      throw new MalformedJsonException(
          "", "a state that the machine can reach", String.valueOf(e.getMessage()));
    }
  }

  /// An earlier version knew of no way back, and listed no releases: those that the state names are
  /// taken.
  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as the document has them
  private static ReleaseHistory history(
      JsonObject json, Optional<JsonObject> current, Optional<JsonObject> active)
      throws MalformedJsonException {
    return new ReleaseHistory(
        json.requireLong("lastCounter"),
        json.has("lastRun") ? (int) json.requireLong("lastRun", 1, RolloutId.MAX_RUN) : 1,
        json.has("withdrawnAhead")
            ? new TreeSet<>(json.requireArray("withdrawnAhead").longs())
            : Collections.emptySortedSet(),
        releases(json, current, active));
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as the document has them
  private static List<ReleaseRef> releases(
      JsonObject json, Optional<JsonObject> current, Optional<JsonObject> active)
      throws MalformedJsonException {
    if (json.has("releases")) {
      return json.requireArray("releases").decodeEach(RolloutsCodec::release);
    }
    SortedMap<Long, ReleaseRef> named = new TreeMap<>();
    List<JsonObject> releases = new ArrayList<>();
    current.ifPresent(releases::add);
    if (active.isPresent()) {
      releases.add(active.get().requireObject("release"));
    }
    for (JsonObject waiting : json.requireArray("waiting").decodeEach(object -> object)) {
      releases.add(waiting.requireObject("release"));
    }
    for (JsonObject release : releases) {
      named.put(release(release).counter(), release(release));
    }
    return List.copyOf(named.values());
  }

  private static Current current(JsonObject json, JsonObject release)
      throws MalformedJsonException {
    return json.has("restoredBy")
        ? new Current.Restored(release(release), rollout(json, "restoredBy"))
        : release(release);
  }

  static JsonObject release(ReleaseRef release) {
    return JsonObject.builder()
        .put("release", release.release().toString())
        .put("counter", release.counter())
        .put("manifest", release.manifest())
        .build();
  }

  static ReleaseRef release(JsonObject json) throws MalformedJsonException {
    return new ReleaseRef(
        Members.requireRelease(json, "release"),
        Members.requireCounter(json, "counter"),
        json.requireDigest("manifest"));
  }

  static RolloutId rollout(JsonObject json, String name) throws MalformedJsonException {
    return Members.require(json, name, RolloutId.SYNTAX, RolloutId::isValid, RolloutId::parse);
  }

  /// A constant by its name.
  static <E extends Enum<E>> E constant(JsonObject json, String name, Class<E> type)
      throws MalformedJsonException {
    List<E> constants = List.of(type.getEnumConstants());
    return Members.require(
        json,
        name,
        "one of " + constants,
        text -> constants.stream().anyMatch(constant -> constant.name().equals(text)),
        text -> Enum.valueOf(type, text));
  }

  private static JsonObject safeguard(Safeguard safeguard) {
    return JsonObject.builder()
        .put("hold", safeguard.hold().toJson())
        .put("by", safeguard.by())
        .put("reason", safeguard.reason())
        .put("at", safeguard.at())
        .build();
  }

  private static Safeguard safeguard(JsonObject json) throws MalformedJsonException {
    return new Safeguard(
        SafeguardHold.fromJson(json.requireObject("hold")),
        json.requireString("by"),
        json.requireString("reason"),
        json.requireInstant("at"));
  }

  private static JsonObject flag(FlagSwitch flag) {
    return JsonObject.builder()
        .put("ring", flag.ring())
        .put("flag", flag.flag().value())
        .put("off", flag.off())
        .put("by", flag.by())
        .put("reason", flag.reason())
        .put("at", flag.at())
        .put("sequence", flag.sequence())
        .put("signed", flag.signed())
        .build();
  }

  private static FlagSwitch flag(JsonObject json) throws MalformedJsonException {
    return new FlagSwitch(
        json.requireString("ring"),
        Members.require(json, "flag", FlagName.SYNTAX, FlagName::isValid, FlagName::new),
        json.requireBoolean("off"),
        json.requireString("by"),
        json.requireString("reason"),
        json.requireInstant("at"),
        json.requireLong("sequence", 0, Long.MAX_VALUE),
        json.requireBoolean("signed"));
  }

  private static JsonObject order(RolloutEvent.Ordered order) {
    return JsonObject.builder()
        .put("rollout", order.rollout().toString())
        .put("order", order.order().name())
        .put("by", order.by())
        .put("reason", order.reason())
        .build();
  }

  private static RolloutEvent.Ordered order(JsonObject json) throws MalformedJsonException {
    return new RolloutEvent.Ordered(
        rollout(json, "rollout"),
        constant(json, "order", Order.class),
        json.requireString("by"),
        json.requireString("reason"));
  }
}
