package dev.sluice.agent;

import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.release.ProductName;
import dev.sluice.update.InPlacePolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Everything that one agent is told.
///
/// @param deviceId who the device is
/// @param epoch its enrolment epoch, 0 or more
/// @param stamp id of the stamp that it belongs to; trusted metadata is kept per stamp
/// @param product what it runs
/// @param edgeUrl address of its edge node, `http` or `https`
/// @param mqttHost host of the edge node's hub
/// @param mqttPort port of the hub, 1 to 65535
/// @param mqttSecretFile holds the device's MQTT secret
/// @param deviceKeyFile holds the key that signs confirmations; made on first start
/// @param trustAnchorFile the root metadata that came with the device
/// @param dataDirectory the agent's own; made on first start
/// @param installFile the file that it keeps up to date
/// @param attributes what ring selectors look at: tags and attributes
/// @param refreshInterval how long it waits before it looks unasked, 1 s to 7 d
/// @param maxMemoryBytes most memory that applying a patch may take
/// @param inPlace whether a patch may be applied over the installed file
public record AgentConfig(
    DeviceId deviceId,
    long epoch,
    String stamp,
    ProductName product,
    URI edgeUrl,
    String mqttHost,
    int mqttPort,
    Path mqttSecretFile,
    Path deviceKeyFile,
    Path trustAnchorFile,
    Path dataDirectory,
    Path installFile,
    DeviceAttributes attributes,
    Duration refreshInterval,
    long maxMemoryBytes,
    InPlacePolicy inPlace) {
  /// An hour: the longest that a lost announcement delays a device (DESIGN section 4).
  public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofHours(1);

  /// 16 MiB: what patches of our own differ take at most.
  public static final long DEFAULT_MAX_MEMORY_BYTES = 16L << 20;

  /// Never: a device must be built for an installed file that is half new until the agent has
  /// completed it, and that has no previous copy.
  public static final InPlacePolicy DEFAULT_IN_PLACE = InPlacePolicy.NEVER;

  /// What a stamp's id may be, in words, for messages.
  public static final String STAMP_SYNTAX =
      "a stamp id (1 to 63 of a-z, 0-9 and -, not starting with -)";

  private static final Pattern STAMP = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);
  private static final Duration LONGEST_REFRESH = Duration.ofDays(7);

  /// Checks what can be checked without looking at the disk.
  ///
  /// @throws IllegalArgumentException listing all mistakes; ask [#mistakes] first for outside input
  public AgentConfig {
    List<String> mistakes =
        mistakes(epoch, stamp, edgeUrl, mqttHost, mqttPort, refreshInterval, maxMemoryBytes);
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", mistakes));
    }
  }

  /// What is wrong with these values, one line each under the name of its key.
  static List<String> mistakes(
      long epoch,
      String stamp,
      URI edgeUrl,
      String mqttHost,
      int mqttPort,
      Duration refreshInterval,
      long maxMemoryBytes) {
    List<String> mistakes = new ArrayList<>();
    check(mistakes, epoch >= 0, "epoch", "a number of 0 or more", epoch);
    check(mistakes, STAMP.matcher(stamp).matches(), "stamp", STAMP_SYNTAX, stamp);
    check(mistakes, isHttp(edgeUrl), "edge-url", "an http or https address with a host", edgeUrl);
    check(mistakes, !mqttHost.isBlank(), "mqtt-host", "a host name", mqttHost);
    check(mistakes, mqttPort >= 1 && mqttPort <= 65_535, "mqtt-port", "1 to 65535", mqttPort);
    check(
        mistakes,
        refreshInterval.compareTo(SHORTEST_REFRESH) >= 0
            && refreshInterval.compareTo(LONGEST_REFRESH) <= 0,
        "refresh-interval",
        "PT1S to P7D",
        refreshInterval);
    check(mistakes, maxMemoryBytes >= 0, "max-memory-bytes", "0 or more", maxMemoryBytes);
    return mistakes;
  }

  private static boolean isHttp(URI uri) {
    return uri.getHost() != null
        && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
  }

  private static void check(
      List<String> mistakes, boolean holds, String key, String expected, Object received) {
    if (!holds) {
      mistakes.add(key + ": expected " + expected + ", got \"" + received + "\"");
    }
  }
}
