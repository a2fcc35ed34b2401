package dev.sluice.edge.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.edge.EdgeNodeConfig;
import dev.sluice.edge.EdgeTuning;
import dev.sluice.edge.failure.InvalidConfigException;
import dev.sluice.edge.hub.LinkConfig;
import dev.sluice.edge.hub.RelayPolicy;
import dev.sluice.edge.upstream.NextTier;
import dev.sluice.edge.upstream.S3Origin;
import dev.sluice.edge.upstream.UpstreamConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The configuration of an edge node as YAML.
///
/// ```yaml
/// node-id: site-7
/// host: 127.0.0.1              # optional
/// http-port: 8070
/// mqtt-port: 1883
/// directory: /var/lib/sluice-edge
/// store-limit-bytes: 10737418240
/// principals-file: principals.jsonl
/// upstream:
///   url: http://edge.example:8070         # the next tier, or:
///   # s3: {endpoint: …, region: …, bucket: …, access-key: …, secret-key-file: …}
/// link:
///   host: edge.example
///   port: 1883
///   secret-file: link.secret              # this node's secret there; id defaults to node-id
/// timestamp-max-age-seconds: 60           # optional, 0 to 60
/// refresh-interval-seconds: 5             # optional
/// slice-length-bytes: 1048576             # optional
/// ```
///
/// Relative files are relative to the configuration file.
public final class EdgeConfigFile {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final long MAX_PORT = 65_535;

  private final Path file;
  private final List<String> mistakes = new ArrayList<>();

  private EdgeConfigFile(Path file) {
    this.file = file;
  }

  /// Reads a file.
  ///
  /// @throws InvalidConfigException with every mistake found: a file that cannot be read, missing
  ///     and unknown keys, values out of range
  public static EdgeNodeConfig load(Path file) {
    return new EdgeConfigFile(file).load();
  }

  private EdgeNodeConfig load() {
    var root = new ConfigSection(parse(), "", mistakes);
    var nodeId = root.text("node-id");
    var host = root.text("host", EdgeNodeConfig.LOOPBACK);
    var httpPort = (int) root.number("http-port", 0, MAX_PORT);
    var mqttPort = (int) root.number("mqtt-port", 0, MAX_PORT);
    var directory = resolve(root.text("directory"));
    var storeLimitBytes = root.number("store-limit-bytes", 1, Long.MAX_VALUE);
    var principals = resolve(root.text("principals-file"));
    Supplier<UpstreamConfig> upstream = upstream(root.section("upstream"));
    Supplier<LinkConfig> link = link(root.section("link"), nodeId);
    var tuning = tuning(root);
    root.finish();
    if (mistakes.isEmpty()) {
      try {
        return new EdgeNodeConfig(
            nodeId,
            host,
            httpPort,
            mqttPort,
            directory,
            storeLimitBytes,
            upstream.get(),
            link.get(),
            principals,
            tuning);
      } catch (IllegalArgumentException e) {
        mistakes.add(e.getMessage());
      }
    }
    throw new InvalidConfigException(file.toString(), mistakes);
  }

  private JsonNode parse() {
    try {
      var root = YAML.readTree(file.toFile());
      if (root.isObject()) {
        return root;
      }
      mistakes.add("it must be a YAML mapping");
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      mistakes.add(
          "line %d is not YAML: %s".formatted(at == null ? 0 : at.getLineNr(), firstLine(e)));
    } catch (IOException e) {
      mistakes.add("it cannot be read: " + e.getMessage());
    }
    throw new InvalidConfigException(file.toString(), mistakes);
  }

  private Supplier<UpstreamConfig> upstream(ConfigSection section) {
    if (section.has("url") == section.has("s3")) {
      mistakes.add("upstream must have either url or s3");
      return () -> {
        throw new IllegalStateException("a mistake was recorded");
      };
    }
    if (section.has("url")) {
      var url = section.text("url");
      section.finish();
      return () -> new NextTier(URI.create(url));
    }
    var s3 = section.section("s3");
    var endpoint = s3.text("endpoint");
    var region = s3.text("region");
    var bucket = s3.text("bucket");
    var accessKey = s3.text("access-key");
    var secretKey = secret(s3.text("secret-key-file"));
    s3.finish();
    section.finish();
    return () -> new S3Origin(URI.create(endpoint), region, bucket, accessKey, secretKey);
  }

  private Supplier<LinkConfig> link(ConfigSection section, String nodeId) {
    var host = section.text("host");
    var port = (int) section.number("port", 1, MAX_PORT);
    var id = section.text("id", nodeId);
    var secret = secret(section.text("secret-file"));
    section.finish();
    return () -> new LinkConfig(host, port, id, secret);
  }

  private static EdgeTuning tuning(ConfigSection root) {
    var defaults = EdgeTuning.DEFAULT;
    var maxAge =
        root.findNumber("timestamp-max-age-seconds", 0, FreshnessRules.MAX_AGE_LIMIT.toSeconds());
    var interval = root.findNumber("refresh-interval-seconds", 0, 3600);
    var sliceLength = root.findNumber("slice-length-bytes", 1, Slicing.MAX_SLICE_LENGTH_BYTES);
    var freshness = defaults.freshness();
    return defaults
        .withFreshness(
            new FreshnessRules(
                maxAge.isPresent()
                    ? Duration.ofSeconds(maxAge.getAsLong())
                    : freshness.mutableMaxAge(),
                freshness.absenceMaxAge(),
                freshness.askInterval()))
        .withRelay(
            new RelayPolicy(
                interval.isPresent()
                    ? Duration.ofSeconds(interval.getAsLong())
                    : defaults.relay().refreshInterval(),
                defaults.relay().attempts()))
        .withSlicing(new Slicing(sliceLength.orElse(defaults.slicing().sliceLengthBytes())));
  }

  private String secret(String name) {
    if (name.isEmpty()) {
      return ""; // already a mistake
    }
    try {
      var secret = Files.readString(resolve(name)).strip();
      if (secret.isEmpty()) {
        mistakes.add("secret file " + name + " is empty");
      }
      return secret;
    } catch (IOException e) {
      mistakes.add("secret file %s cannot be read: %s".formatted(name, e.getMessage()));
      return "";
    }
  }

  private Path resolve(String name) {
    return file.toAbsolutePath().resolveSibling(name);
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("");
  }
}
