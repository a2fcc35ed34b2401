package dev.sluice.signer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.signer.repository.Lifetimes;
import dev.sluice.store.ObjectStoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/// Reads a [SignerConfig] from YAML and reports every mistake at once.
final class SignerConfigLoader {
  private static final List<String> KEYS =
      List.of(
          "kafka-servers",
          "store-endpoint",
          "store-region",
          "store-bucket",
          "store-access-key",
          "store-secret-key-file",
          "keys-directory",
          "root-lifetime",
          "targets-lifetime",
          "product-lifetime",
          "deltas-lifetime",
          "rings-lifetime",
          "snapshot-lifetime",
          "timestamp-lifetime");

  /// Stands for a value that was reported as a mistake, so that the next mistake is found too.
  private static final String HARMLESS = "-";

  private final JsonNode document;
  private final Path directory;
  private final List<String> mistakes = new ArrayList<>();

  private SignerConfigLoader(JsonNode document, Path directory) {
    this.document = document;
    this.directory = directory;
  }

  static SignerConfig load(Path file, InstantSource clock) throws IOException {
    JsonNode document;
    try {
      document =
          new ObjectMapper(
                  YAMLFactory.builder()
                      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                      .build())
              .readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": expected YAML, got " + e.getOriginalMessage(), e);
    }
    if (document == null || !document.isObject()) {
      throw new IOException(file + ": expected keys and values, such as keys-directory: keys");
    }
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent() == null ? absolute : absolute.getParent();
    return new SignerConfigLoader(document, directory).config(file, clock);
  }

  private SignerConfig config(Path file, InstantSource clock) throws IOException {
    document
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                mistakes.add(key + ": no such key; known are " + String.join(", ", KEYS));
              }
            });
    String servers = text("kafka-servers");
    URI endpoint = uri("store-endpoint");
    String region = text("store-region");
    String bucket = text("store-bucket");
    String accessKey = text("store-access-key");
    String secretKey = secret("store-secret-key-file");
    Path keys = path("keys-directory");
    var lifetimes =
        new Lifetimes(
            lifetime("root-lifetime", Lifetimes.DEFAULT.root()),
            lifetime("targets-lifetime", Lifetimes.DEFAULT.targets()),
            lifetime("product-lifetime", Lifetimes.DEFAULT.product()),
            lifetime("deltas-lifetime", Lifetimes.DEFAULT.deltas()),
            lifetime("rings-lifetime", Lifetimes.DEFAULT.rings()),
            lifetime("snapshot-lifetime", Lifetimes.DEFAULT.snapshot()),
            lifetime("timestamp-lifetime", Lifetimes.DEFAULT.timestamp()));
    if (!mistakes.isEmpty()) {
      throw new IOException(file + ": " + String.join("; ", mistakes));
    }
    var store = ObjectStoreConfig.of(endpoint, region, bucket, accessKey, secretKey);
    return new SignerConfig(new KafkaConnection(servers), store, keys, lifetimes, clock);
  }

  private String text(String key) {
    JsonNode node = document.get(key);
    if (node == null || !node.isValueNode() || node.isNull() || node.asText().isBlank()) {
      mistakes.add(key + ": expected a value, got nothing of use");
      return HARMLESS;
    }
    return node.asText();
  }

  private URI uri(String key) {
    String text = text(key);
    try {
      URI uri = URI.create(text);
      if (uri.isAbsolute()) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Reported below, as what parses but is no base for requests.
    }
    if (!text.equals(HARMLESS)) {
      mistakes.add(key + ": expected an absolute URI, got \"" + text + "\"");
    }
    return URI.create("http://localhost");
  }

  private Path path(String key) {
    String text = text(key);
    try {
      return directory.resolve(text);
    } catch (InvalidPathException e) {
      mistakes.add(key + ": expected a path, got \"" + text + "\"");
      return directory;
    }
  }

  private String secret(String key) {
    Path file = path(key);
    if (!Files.isRegularFile(file)) {
      mistakes.add(key + ": expected a file that holds the secret, got " + file);
      return HARMLESS;
    }
    try {
      String secret = Files.readString(file).strip();
      if (!secret.isEmpty()) {
        return secret;
      }
      mistakes.add(key + ": expected a secret in " + file + ", got an empty file");
    } catch (IOException e) {
      mistakes.add(key + ": expected a readable file, got " + e.getMessage());
    }
    return HARMLESS;
  }

  private Duration lifetime(String key, Duration absent) {
    if (!document.has(key)) {
      return absent;
    }
    String text = text(key);
    try {
      Duration life = Duration.parse(text);
      if (life.compareTo(Lifetimes.SHORTEST) >= 0) {
        return life;
      }
    } catch (DateTimeParseException e) {
      // Reported below, as what is too short.
    }
    mistakes.add(
        "%s: expected a duration such as PT24H, %s or more, got \"%s\""
            .formatted(key, Lifetimes.SHORTEST, text));
    return absent;
  }
}
