package dev.sluice.tuf.json;

import dev.sluice.testkit.Seeded;
import java.util.List;

/// Generated JSON values of every kind and shape.
public final class GeneratedJson {
  private static final List<Long> EDGES =
      List.of(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 53, (1L << 53) + 1);

  private GeneratedJson() {}

  /// A value nested up to `depth` levels deep; with 0 no object and no array.
  public static Json value(Seeded seed, int depth) {
    return switch ((int) seed.between(0, depth == 0 ? 3 : 6)) {
      case 0 -> new JsonString(seed.text(20));
      case 1 -> new JsonInteger(seed.chance(0.5) ? seed.pick(EDGES) : seed.nextLong());
      case 2 -> new JsonBoolean(seed.chance(0.5));
      case 3 -> new JsonNull();
      case 4 -> JsonArray.of(seed.list(4, s -> value(s, depth - 1)));
      default -> object(seed, depth);
    };
  }

  /// An object whose members are nested up to `depth - 1` levels deep.
  public static JsonObject object(Seeded seed, int depth) {
    var object = JsonObject.builder();
    for (int i = seed.size(4); i > 0; i--) {
      String name = seed.text(8);
      if (!object.has(name)) {
        object.put(name, value(seed, depth - 1));
      }
    }
    return object.build();
  }

  /// The same value with the members of all objects in another order.
  public static Json shuffled(Seeded seed, Json value) {
    return switch (value) {
      case JsonObject object -> {
        var shuffled = JsonObject.builder();
        for (String name : seed.shuffled(List.copyOf(object.names()))) {
          shuffled.put(name, shuffled(seed, object.find(name).orElseThrow()));
        }
        yield shuffled.build();
      }
      case JsonArray array ->
          array.elements().stream().map(e -> shuffled(seed, e)).collect(JsonArray.collector());
      case JsonString _, JsonInteger _, JsonBoolean _, JsonNull _ -> value;
    };
  }
}
