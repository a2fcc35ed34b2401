package dev.sluice.agent;

import dev.sluice.agent.check.HealthConfig;
import dev.sluice.agent.check.ReloadConfig;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.admin.AdminConfig;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.config.Default;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.HttpAddress;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.mqtt.MqttAddress;
import dev.sluice.program.tls.Tls;
import dev.sluice.program.trace.TracingConfig;
import dev.sluice.release.Installer;
import dev.sluice.release.ProductName;
import dev.sluice.update.settings.InPlacePolicy;
import dev.sluice.update.settings.PatchPieces;
import dev.sluice.update.settings.UpdateSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Everything that one agent is told.
///
/// @param deviceId who the device is
/// @param epoch its enrolment epoch, 0 or more
/// @param stamp id of the stamp that it belongs to; trusted metadata is kept per stamp
/// @param product what it runs
/// @param edgeUrl address of its edge node, `http` or `https`
/// @param edgeTls whom it trusts behind an `https` address
/// @param mqtt the edge node's hub
/// @param deviceKeyFile holds the key that signs confirmations; made on first start
/// @param trustAnchorFile the root metadata that came with the device
/// @param dataDirectory the agent's own; made on first start
/// @param installFile the file that it keeps up to date
/// @param kind what that file is: releases of another kind are refused
/// @param tags what ring selectors look at: words
/// @param attributes what ring selectors look at: names with words
/// @param refreshInterval how long it waits before it looks unasked, 1 s to 7 d
/// @param timeZone whose clock maintenance windows go by
/// @param maxMemory most memory that applying a patch may take
/// @param maxWork most work that patches may be, as they declare it
/// @param inPlace whether a patch may be applied over the installed file
/// @param reload how a document is read anew after each switch
/// @param health how a new version shows that it is healthy
/// @param once whether it looks once, installs what is due, and ends
/// @param admin where health and metrics are served
/// @param tracing where traces go
public record AgentConfig(
    @Describe("who the device is") DeviceId deviceId,
    @Describe("enrolment epoch of the device, 0 or more") @Default("0") long epoch,
    @Describe("id of the stamp that the device belongs to; trusted metadata is kept per stamp")
        @Default("local")
        String stamp,
    @Describe("what the device runs") ProductName product,
    @Describe("address of the edge node, http or https") URI edgeUrl,
    @Describe("whom to trust behind an https address; without it the authorities of the JDK")
        Optional<Tls> edgeTls,
    @Describe("the edge node's hub") Mqtt mqtt,
    @Describe("the key that signs confirmations, readable by its owner only; made on first start")
        Path deviceKeyFile,
    @Describe("the stamp's root.json that came with the device; without it nothing installs")
        Path trustAnchorFile,
    @Describe("the agent's own directory; made on first start") Path dataDirectory,
    @Describe("the file that the agent keeps up to date") Path installFile,
    @Describe("what that file is: a program or image, or a document that is reloaded")
        @Default("file")
        Installer kind,
    @Describe("words that ring selectors look at") List<String> tags,
    @Describe("names with words that ring selectors look at, such as hardware and region")
        Map<String, String> attributes,
    @Describe("how long the agent waits before it looks unasked, 1s to 7d") @Default("1h")
        Duration refreshInterval,
    @Describe(
            "whose clock maintenance windows go by, such as Europe/Berlin; daylight saving included")
        @Default("UTC")
        ZoneId timeZone,
    @Describe("most memory that applying a patch may take; ours take no more than the default")
        @Default("16MiB")
        ByteSize maxMemory,
    @Describe(
            "most work that the patches to an artifact may be, as they declare it: time of one core of a PC; of more, the whole artifact is fetched")
        @Default("1d")
        Duration maxWork,
    @Describe(
            "whether a patch may be applied over the installed file when there is no room for two copies")
        @Default("never")
        InPlacePolicy inPlace,
    @Describe("how a document is read anew after each switch, for the kinds config and flags")
        ReloadConfig reload,
    @Describe(
            "how a new version shows that it is healthy; without command, http and file the switch is enough")
        HealthConfig health,
    @Describe("whether to look once, install what is due, and end; the flag --once")
        @Default("false")
        boolean once,
    AdminConfig admin,
    TracingConfig tracing)
    implements ProgramConfig {
  private static final Pattern STAMP = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Duration SHORTEST_REFRESH = Duration.ofSeconds(1);
  private static final Duration LONGEST_REFRESH = Duration.ofDays(7);

  /// The edge node's hub, and how the device proves who it is; its user name is the device's id.
  ///
  /// @param host absent for the edge node's
  /// @param port where the hub listens
  /// @param password the device's secret
  /// @param tls absent for plain TCP
  public record Mqtt(
      @Describe("host of the hub; without it that of edge-url") Optional<String> host,
      @Describe("port of the hub, 1 to 65535") @Default("1883") int port,
      @Describe("the device's secret at the hub") SecretText password,
      @Describe("present for TLS") Optional<Tls> tls) {
    /// Checks the port.
    public Mqtt {
      if (port < 1 || port > 65_535) {
        throw new IllegalArgumentException("port: expected 1 to 65535, got " + port);
      }
    }
  }

  /// Checks what can be checked without looking at the disk, and copies.
  ///
  /// @throws IllegalArgumentException listing all mistakes
  public AgentConfig {
    tags = List.copyOf(tags);
    attributes = Map.copyOf(attributes);
    List<String> mistakes = new ArrayList<>();
    check(mistakes, epoch >= 0, "epoch", "a number of 0 or more", epoch);
    check(
        mistakes,
        STAMP.matcher(stamp).matches(),
        "stamp",
        "a stamp id (1 to 63 of a-z, 0-9 and -, not starting with -)",
        stamp);
    HttpAddress.mistake(edgeUrl, "an edge node asks for none, take them out")
        .ifPresent(mistake -> mistakes.add("edge-url: " + mistake));
    check(
        mistakes,
        edgeTls.isEmpty() || edgeTls.get().verifyHost(),
        "edge-tls.verify-host",
        "true, as the certificate of an edge node must name its host",
        false);
    check(
        mistakes,
        refreshInterval.compareTo(SHORTEST_REFRESH) >= 0
            && refreshInterval.compareTo(LONGEST_REFRESH) <= 0,
        "refresh-interval",
        "1s to 7d",
        refreshInterval);
    check(mistakes, !maxWork.isNegative(), "max-work", "a duration of 0 or more", maxWork);
    for (String tag : tags) {
      check(mistakes, DeviceAttributes.isWord(tag), "tags", DeviceAttributes.WORD_SYNTAX, tag);
    }
    attributes.forEach(
        (name, value) ->
            check(
                mistakes,
                DeviceAttributes.isWord(name) && DeviceAttributes.isWord(value),
                "attributes",
                "names and values, each " + DeviceAttributes.WORD_SYNTAX,
                name + ": " + value));
    check(
        mistakes,
        Math.max(tags.size(), attributes.size()) <= DeviceAttributes.MAX_ENTRIES,
        "tags, attributes",
        "at most " + DeviceAttributes.MAX_ENTRIES + " of each",
        tags.size() + ", " + attributes.size());
    check(
        mistakes,
        kind.isDocument() || reload.command().isEmpty(),
        "reload.command",
        "none, as a file is started and not reloaded (kind: config or flags)",
        reload.command());
    check(
        mistakes,
        !kind.isDocument() || inPlace == InPlacePolicy.NEVER,
        "in-place",
        "never, as a document is always replaced",
        "when-short");
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", mistakes));
    }
  }

  /// Where the hub is.
  MqttAddress hub() {
    return new MqttAddress(mqtt.host().orElse(edgeUrl.getHost()), mqtt.port(), mqtt.tls());
  }

  /// What ring selectors look at.
  public DeviceAttributes deviceAttributes() {
    return DeviceAttributes.of(new HashSet<>(tags), attributes);
  }

  /// What the device takes: one product for each agent. A machine with several products has several
  /// agents, each a device with an id of its own.
  SortedSet<ProductName> products() {
    return new TreeSet<>(Set.of(product));
  }

  /// What the update machine is told of it.
  UpdateSettings updateSettings() {
    return new UpdateSettings(
        deviceId,
        epoch,
        product,
        deviceAttributes(),
        refreshInterval,
        maxMemory.bytes(),
        maxWork,
        PatchPieces.DEFAULT,
        inPlace,
        health.policy(),
        timeZone,
        kind);
  }

  private static void check(
      List<String> mistakes, boolean holds, String key, String expected, Object received) {
    if (!holds) {
      mistakes.add(key + ": expected " + expected + ", got \"" + received + "\"");
    }
  }
}
