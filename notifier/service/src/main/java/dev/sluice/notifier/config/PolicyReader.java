package dev.sluice.notifier.config;

import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.Selector;
import dev.sluice.release.ProductName;
import dev.sluice.rollout.gate.ShareGate;
import dev.sluice.rollout.policy.FailureAction;
import dev.sluice.rollout.policy.RingPolicy;
import dev.sluice.rollout.policy.RolloutPolicy;
import dev.sluice.rollout.policy.StartMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads rollout policies.
///
/// ```yaml
/// default:
///   start: automatic          # or manual
///   on-failure: pause         # or halt
///   delta-wait: 10m
///   rings:
///     - name: canary
///       selector: {tag: canary}   # or everyone: true, attribute: {name: …, value: …},
///       waves: [100%]             # percentage: {salt: …, share: 10%}, devices: [a, b]
///       soak: 15m
///       pull-window: 1m
///       gate: {confirmed: 90%, failed: 2%}
/// products:
///   gateway:
///     on-failure: halt            # what is not said is as in default
/// ```
public final class PolicyReader {
  private static final Duration DEFAULT_SOAK = Duration.ofMinutes(15);
  private static final Duration DEFAULT_PULL_WINDOW = Duration.ofMinutes(10);
  private static final Map<String, StartMode> STARTS =
      Map.of("automatic", StartMode.AUTOMATIC, "manual", StartMode.MANUAL);
  private static final Map<String, FailureAction> ACTIONS =
      Map.of("pause", FailureAction.PAUSE, "halt", FailureAction.HALT);

  private PolicyReader() {}

  /// Reads a file.
  ///
  /// @throws IOException if it cannot be read
  /// @throws InvalidConfigException if it cannot be used
  public static Policies read(Path file) throws IOException, InvalidConfigException {
    return parse(file.toString(), Files.readString(file));
  }

  /// Reads a document.
  ///
  /// @param source names it in messages
  /// @throws InvalidConfigException if it cannot be used
  public static Policies parse(String source, String yaml) throws InvalidConfigException {
    Settings root = Settings.parse(source, yaml);
    RolloutPolicy standard =
        root.section("default")
            .flatMap(section -> policy(section, RolloutPolicy.defaults()))
            .orElseGet(RolloutPolicy::defaults);
    Map<ProductName, RolloutPolicy> products = new TreeMap<>();
    root.section("products")
        .ifPresent(
            section -> {
              for (String name : section.keys()) {
                Optional<ProductName> product = section.check(name, name, ProductName::parse);
                Optional<RolloutPolicy> policy =
                    section.section(name).flatMap(s -> policy(s, standard));
                if (product.isPresent() && policy.isPresent()) {
                  products.put(product.get(), policy.get());
                }
              }
            });
    root.finish(source);
    return new Policies(standard, products);
  }

  private static Optional<RolloutPolicy> policy(Settings settings, RolloutPolicy inherited) {
    List<RingPolicy> rings =
        settings.sections("rings").map(PolicyReader::rings).orElse(inherited.rings());
    Duration deltaWait = settings.duration("delta-wait").orElse(inherited.deltaWait());
    StartMode start = settings.word("start", STARTS).orElse(inherited.start());
    FailureAction onFailure = settings.word("on-failure", ACTIONS).orElse(inherited.onFailure());
    return settings.check("", "", _ -> new RolloutPolicy(rings, deltaWait, start, onFailure));
  }

  private static List<RingPolicy> rings(List<Settings> sections) {
    List<RingPolicy> rings = new ArrayList<>();
    for (Settings section : sections) {
      ring(section).ifPresent(rings::add);
    }
    return rings;
  }

  private static Optional<RingPolicy> ring(Settings settings) {
    Optional<String> name = settings.requireText("name");
    Optional<Selector> selector = selector(settings);
    List<Long> waves = settings.shares("waves").orElse(List.of(RingPolicy.WHOLE_PPM));
    Duration soak = settings.duration("soak").orElse(DEFAULT_SOAK);
    Duration window = settings.duration("pull-window").orElse(DEFAULT_PULL_WINDOW);
    ShareGate gate = settings.section("gate").map(PolicyReader::gate).orElse(ShareGate.DEFAULT);
    if (name.isEmpty() || selector.isEmpty()) {
      return Optional.empty();
    }
    return settings.check(
        "", "", _ -> new RingPolicy(name.get(), selector.get(), waves, soak, window, gate));
  }

  private static ShareGate gate(Settings settings) {
    return new ShareGate(
        settings.share("confirmed").orElse(ShareGate.DEFAULT.confirmedSharePpm()),
        settings.share("failed").orElse(ShareGate.DEFAULT.failedShareLimitPpm()));
  }

  private static Optional<Selector> selector(Settings ring) {
    if (!ring.has("selector")) {
      ring.mistake("selector", "is missing");
    }
    return ring.section("selector").flatMap(PolicyReader::oneSelector);
  }

  private static Optional<Selector> oneSelector(Settings settings) {
    if (settings.keys().size() != 1) {
      settings.mistake("", "expected one selector, got " + settings.keys().size());
    }
    if (settings.has("everyone")) {
      return settings
          .word("everyone", Map.of("true", Boolean.TRUE))
          .map(_ -> new Selector.Everyone());
    }
    if (settings.has("tag")) {
      return settings.text("tag").flatMap(tag -> settings.check("tag", tag, Selector.Tag::new));
    }
    if (settings.has("attribute")) {
      return settings.section("attribute").flatMap(PolicyReader::attribute);
    }
    if (settings.has("percentage")) {
      return settings.section("percentage").flatMap(PolicyReader::percentage);
    }
    return settings.texts("devices").flatMap(names -> devices(settings, names));
  }

  private static Optional<Selector> attribute(Settings settings) {
    Optional<String> name = settings.requireText("name");
    Optional<String> value = settings.requireText("value");
    return name.isEmpty() || value.isEmpty()
        ? Optional.empty()
        : settings.check("", "", _ -> new Selector.Attribute(name.get(), value.get()));
  }

  private static Optional<Selector> percentage(Settings settings) {
    Optional<String> salt = settings.requireText("salt");
    Optional<Long> share = settings.share("share");
    if (share.isEmpty() && !settings.has("share")) {
      settings.mistake("share", "is missing");
    }
    return salt.isEmpty() || share.isEmpty()
        ? Optional.empty()
        : settings.check("", "", _ -> new Selector.StablePercentage(salt.get(), share.get()));
  }

  private static Optional<Selector> devices(Settings settings, List<String> names) {
    Set<DeviceId> devices = new HashSet<>();
    for (String name : names) {
      settings.check("devices", name, DeviceId::parse).ifPresent(devices::add);
    }
    return settings.check("devices", "", _ -> Selector.Devices.of(devices));
  }
}
