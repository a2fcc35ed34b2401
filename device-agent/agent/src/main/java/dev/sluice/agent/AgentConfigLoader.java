package dev.sluice.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.release.ProductName;
import dev.sluice.update.InPlacePolicy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Reads an [AgentConfig] from YAML and reports every mistake at once.
///
/// Relative paths are relative to the configuration file.
final class AgentConfigLoader {
  private static final List<String> KEYS =
      List.of(
          "device-id",
          "epoch",
          "stamp",
          "product",
          "edge-url",
          "mqtt-host",
          "mqtt-port",
          "mqtt-secret-file",
          "device-key-file",
          "trust-anchor-file",
          "data-directory",
          "install-file",
          "tags",
          "attributes",
          "refresh-interval",
          "max-memory-bytes",
          "in-place");
  private static final long MAX_LENGTH_BYTES = 1L << 20;

  /// What a single stamp is called.
  private static final String DEFAULT_STAMP = "local";

  /// The port that IANA gave to MQTT without TLS.
  private static final long DEFAULT_MQTT_PORT = 1883;

  /// Stands for an address that was reported as a mistake.
  private static final String HARMLESS_URL = "http://localhost";

  private final JsonNode document;
  private final Path directory;
  private final List<String> mistakes = new ArrayList<>();

  private AgentConfigLoader(JsonNode document, Path directory) {
    this.document = document;
    this.directory = directory;
  }

  /// Reads a configuration file.
  static AgentConfig load(Path file) throws AgentException {
    return parse(file.toString(), file.toAbsolutePath().resolveSibling(""), read(file));
  }

  /// Reads a configuration.
  ///
  /// @param source what messages call it
  /// @param directory what relative paths are relative to
  static AgentConfig parse(String source, Path directory, String yaml) throws AgentException {
    JsonNode document;
    try {
      document =
          new ObjectMapper(
                  YAMLFactory.builder()
                      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                      .build())
              .readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new AgentException.InvalidConfig(
          source, List.of("not YAML: " + e.getOriginalMessage()));
    }
    if (document == null || !document.isObject()) {
      throw new AgentException.InvalidConfig(
          source, List.of("expected keys and values, such as device-id: device-001"));
    }
    return new AgentConfigLoader(document, directory).config(source);
  }

  private static String read(Path file) throws AgentException {
    try {
      if (Files.size(file) > MAX_LENGTH_BYTES) {
        throw new AgentException.InvalidConfig(
            file.toString(), List.of("expected at most " + MAX_LENGTH_BYTES + " bytes"));
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new AgentException.InvalidConfig(
          file.toString(), List.of("expected a configuration file, there is none"));
    } catch (IOException e) {
      throw new AgentException.InvalidConfig(
          file.toString(), List.of("expected a readable file: " + e.getMessage()));
    }
  }

  /// Values that are wrong are replaced by harmless ones, so that the next mistake is found too.
  private AgentConfig config(String source) throws AgentException {
    rejectUnknown();
    var device = word("device-id", DeviceId.SYNTAX, DeviceId::isValid);
    var product = word("product", ProductName.SYNTAX, ProductName::isValid);
    long epoch = number("epoch", 0);
    String stamp = text("stamp", DEFAULT_STAMP);
    URI edgeUrl = edgeUrl();
    String mqttHost = text("mqtt-host", edgeUrl.getHost() == null ? "-" : edgeUrl.getHost());
    int mqttPort = Math.clamp(number("mqtt-port", DEFAULT_MQTT_PORT), -1, 65_536);
    Path secret = path("mqtt-secret-file");
    Path key = path("device-key-file");
    Path anchor = path("trust-anchor-file");
    Path data = path("data-directory");
    Path install = path("install-file");
    DeviceAttributes attributes = attributes();
    Duration refreshInterval = refreshInterval();
    long maxMemory = number("max-memory-bytes", AgentConfig.DEFAULT_MAX_MEMORY_BYTES);
    InPlacePolicy inPlace = inPlace();
    mistakes.addAll(
        AgentConfig.mistakes(
            epoch, stamp, edgeUrl, mqttHost, mqttPort, refreshInterval, maxMemory));
    if (!mistakes.isEmpty()) {
      throw new AgentException.InvalidConfig(source, mistakes);
    }
    return new AgentConfig(
        new DeviceId(device),
        epoch,
        stamp,
        new ProductName(product),
        edgeUrl,
        mqttHost,
        mqttPort,
        secret,
        key,
        anchor,
        data,
        install,
        attributes,
        refreshInterval,
        maxMemory,
        inPlace);
  }

  private void rejectUnknown() {
    document
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                mistakes.add(key + ": no such key; known are " + String.join(", ", KEYS));
              }
            });
  }

  private String word(String key, String expected, Predicate<String> isValid) {
    String text = text(key, "");
    if (text.isEmpty() && !document.has(key)) {
      mistakes.add(key + ": expected " + expected + ", got nothing");
    } else if (!isValid.test(text)) {
      mistakes.add(key + ": expected " + expected + ", got \"" + text + "\"");
    }
    return text;
  }

  /// A text as it stands in the document; a number such as `1.10` is taken for a text as well.
  private String text(String key, String absent) {
    JsonNode node = document.get(key);
    if (node == null) {
      return absent;
    }
    if (!node.isValueNode() || node.isNull()) {
      mistakes.add(key + ": expected one value, got " + node.getNodeType());
      return absent;
    }
    return node.asText();
  }

  private long number(String key, long absent) {
    JsonNode node = document.get(key);
    if (node == null) {
      return absent;
    }
    if (!node.canConvertToLong() || !node.isIntegralNumber()) {
      mistakes.add(key + ": expected a number, got \"" + node.asText() + "\"");
      return absent;
    }
    return node.longValue();
  }

  private URI edgeUrl() {
    if (!document.has("edge-url")) {
      mistakes.add("edge-url: expected the address of an edge node, got nothing");
      return URI.create(HARMLESS_URL);
    }
    String text = text("edge-url", HARMLESS_URL);
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      mistakes.add("edge-url: expected an address, got \"" + text + "\"");
      return URI.create(HARMLESS_URL);
    }
  }

  private Duration refreshInterval() {
    String text = text("refresh-interval", AgentConfig.DEFAULT_REFRESH_INTERVAL.toString());
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      mistakes.add("refresh-interval: expected a duration such as PT1H, got \"" + text + "\"");
      return AgentConfig.DEFAULT_REFRESH_INTERVAL;
    }
  }

  private InPlacePolicy inPlace() {
    String text = text("in-place", AgentConfig.DEFAULT_IN_PLACE.word());
    for (InPlacePolicy policy : InPlacePolicy.values()) {
      if (policy.word().equals(text)) {
        return policy;
      }
    }
    mistakes.add("in-place: expected never or when-short, got \"" + text + "\"");
    return AgentConfig.DEFAULT_IN_PLACE;
  }

  private Path path(String key) {
    String text = text(key, "");
    if (text.isBlank()) {
      mistakes.add(key + ": expected a path, got nothing");
      return directory;
    }
    try {
      return directory.resolve(text).normalize();
    } catch (InvalidPathException e) {
      mistakes.add(key + ": expected a path, got \"" + text + "\"");
      return directory;
    }
  }

  private DeviceAttributes attributes() {
    Set<String> tags = new HashSet<>();
    JsonNode list = document.path("tags");
    if (!list.isMissingNode() && !list.isArray()) {
      mistakes.add("tags: expected a list of words, got \"" + list + "\"");
    }
    list.forEach(tag -> tags.add(attributeWord("tags", tag)));
    Map<String, String> values = new HashMap<>();
    JsonNode map = document.path("attributes");
    if (!map.isMissingNode() && !map.isObject()) {
      mistakes.add("attributes: expected names with values, got \"" + map + "\"");
    }
    map.properties()
        .forEach(
            entry ->
                values.put(
                    attributeWord("attributes", TextNode.valueOf(entry.getKey())),
                    attributeWord("attributes." + entry.getKey(), entry.getValue())));
    if (tags.size() > DeviceAttributes.MAX_ENTRIES
        || values.size() > DeviceAttributes.MAX_ENTRIES) {
      mistakes.add(
          "tags, attributes: expected at most " + DeviceAttributes.MAX_ENTRIES + " of each");
      return DeviceAttributes.none();
    }
    return DeviceAttributes.of(tags, values);
  }

  private String attributeWord(String key, JsonNode node) {
    if (node.isValueNode() && DeviceAttributes.isWord(node.asText())) {
      return node.asText();
    }
    mistakes.add(key + ": expected " + DeviceAttributes.WORD_SYNTAX + ", got \"" + node + "\"");
    return "x";
  }
}
