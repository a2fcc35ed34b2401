package dev.sluice.publisher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.publisher.delta.DeltaLimits;
import dev.sluice.store.ObjectStoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Reads a [PublisherConfig] from a YAML file.
///
/// ```yaml
/// kafka-servers: 127.0.0.1:9092
/// store-endpoint: http://127.0.0.1:9000
/// store-region: us-east-1
/// store-bucket: sluice
/// store-access-key: publisher
/// store-secret-key: …
/// work-directory: work
/// max-bases: 3                      # this and the following may be left out
/// max-patch-percent: 80
/// max-full-percent: 95
/// max-parallel-builds: 2            # unless given, one for each processor
/// max-artifact-bytes: 2147483648
/// max-memory-bytes: 1073741824
/// max-apply-bytes: 16777216
/// ```
///
/// Unknown keys, missing ones and malformed values are refused, all in one message. A relative work
/// directory starts at the file's own.
public final class PublisherConfigFile {
  private final Path file;
  private final Map<String, String> left;
  private final List<String> mistakes = new ArrayList<>();

  private PublisherConfigFile(Path file, Map<String, String> values) {
    this.file = file;
    this.left = values;
  }

  /// Reads a file.
  ///
  /// @throws IOException if it cannot be read
  /// @throws IllegalArgumentException naming every mistake in it, in one line
  public static PublisherConfig read(Path file) throws IOException {
    Map<String, String> values = new HashMap<>();
    try {
      JsonNode root = new YAMLMapper().readTree(Files.readString(file));
      if (!root.isObject()) {
        throw new IllegalArgumentException(file + ": expected keys and values, got none");
      }
      root.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue().asText()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + ": expected YAML, got " + e.getOriginalMessage(), e);
    }
    return new PublisherConfigFile(file, values).config();
  }

  private PublisherConfig config() {
    String servers = text("kafka-servers");
    String endpoint = text("store-endpoint");
    String region = text("store-region");
    String bucket = text("store-bucket");
    String accessKey = text("store-access-key");
    String secretKey = text("store-secret-key");
    String work = text("work-directory");
    DeltaLimits limits = limits();
    new TreeSet<>(left.keySet()).forEach(key -> mistakes.add("unknown key " + key));
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(file + ": " + String.join("; ", mistakes));
    }
    try {
      return new PublisherConfig(
          new KafkaConnection(servers),
          ObjectStoreConfig.of(URI.create(endpoint), region, bucket, accessKey, secretKey),
          file.toAbsolutePath().resolveSibling(work),
          limits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private DeltaLimits limits() {
    DeltaLimits defaults = DeltaLimits.DEFAULT;
    long bases = number("max-bases", defaults.maxBases(), 0, Integer.MAX_VALUE);
    long percent = number("max-patch-percent", defaults.maxPatchPercent(), 1, 100);
    long full = number("max-full-percent", defaults.maxFullPercent(), 1, 100);
    long parallel =
        number("max-parallel-builds", defaults.maxParallelBuilds(), 1, Integer.MAX_VALUE);
    long artifact = number("max-artifact-bytes", defaults.maxArtifactBytes(), 0, Long.MAX_VALUE);
    long memory = number("max-memory-bytes", defaults.maxMemoryBytes(), 0, Long.MAX_VALUE);
    long apply = number("max-apply-bytes", defaults.maxApplyBytes(), 0, Long.MAX_VALUE);
    return new DeltaLimits(
        (int) bases, (int) percent, (int) full, (int) parallel, artifact, memory, apply);
  }

  private String text(String key) {
    String value = left.remove(key);
    if (value == null || value.isBlank()) {
      mistakes.add("expected " + key + ", got nothing");
      return "";
    }
    return value;
  }

  private long number(String key, long defaultValue, long min, long max) {
    String value = left.remove(key);
    if (value == null) {
      return defaultValue;
    }
    try {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      mistakes.add(key + ": expected a whole number, got " + value);
      return defaultValue;
    }
    mistakes.add("%s: expected %d to %d, got %s".formatted(key, min, max, value));
    return defaultValue;
  }
}
