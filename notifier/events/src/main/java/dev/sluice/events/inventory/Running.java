package dev.sluice.events.inventory;

import dev.sluice.events.field.Fields;
import dev.sluice.release.Members;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.List;

/// What a device runs of one product.
///
/// @param product the product
/// @param version its version
/// @param counter the release's counter
/// @param artifact SHA-256 of the installed artifact
public record Running(ProductName product, Version version, long counter, Digest artifact) {
  /// Most products on one device.
  public static final int MAX_PRODUCTS = Fields.MAX_PRODUCTS;

  /// Checks the counter.
  public Running {
    Fields.requireCounter(counter);
  }

  static boolean isList(List<Running> running) {
    return running.size() <= MAX_PRODUCTS
        && running.stream().map(Running::product).distinct().count() == running.size();
  }

  /// @throws IllegalArgumentException if there are too many, or a product twice
  public static void requireList(List<Running> running) {
    Fields.require(
        isList(running), "expected at most " + MAX_PRODUCTS + " products, each once: ", running);
  }

  /// The list as JSON.
  public static JsonArray toJson(List<Running> running) {
    return JsonArray.of(running.stream().map(Running::toJson).toList());
  }

  /// Reads what [#toJson(List)] writes.
  ///
  /// @throws MalformedJsonException if one is malformed, there are too many, or a product twice
  public static List<Running> listFromJson(JsonObject data, String name)
      throws MalformedJsonException {
    List<Running> running = Fields.elements(data, name).decodeEach(Running::fromJson);
    if (!isList(running)) {
      throw data.malformed(name, "at most " + MAX_PRODUCTS + " products, each once");
    }
    return running;
  }

  private JsonObject toJson() {
    return JsonObject.builder()
        .put("product", product.value())
        .put("version", version.value())
        .put("counter", counter)
        .put("artifact", artifact)
        .build();
  }

  private static Running fromJson(JsonObject json) throws MalformedJsonException {
    return new Running(
        Members.requireProduct(json, "product"),
        Members.requireVersion(json, "version"),
        Members.requireCounter(json, "counter"),
        json.requireDigest("artifact"));
  }
}
