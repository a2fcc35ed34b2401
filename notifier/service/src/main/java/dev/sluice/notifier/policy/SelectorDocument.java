package dev.sluice.notifier.policy;

import dev.sluice.events.condition.Condition;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.rings.Selector;
import dev.sluice.program.config.Describe;
import dev.sluice.program.config.Share;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Section `selector` of a ring: exactly one of its keys.
record SelectorDocument(
    @Describe("true: every device that no earlier ring has") Optional<Boolean> everyone,
    @Describe("devices with this tag") Optional<String> tag,
    @Describe("devices with this attribute") Optional<AttributeDocument> attribute,
    @Describe("a stable share of the devices") Optional<PercentageDocument> percentage,
    @Describe("these devices") Optional<List<DeviceId>> devices,
    @Describe("devices of which a condition is true, such as: site = 'berlin' AND ram >= 512")
        Optional<String> where) {
  /// An attribute and its value.
  record AttributeDocument(String name, String value) {
    /// Checks both.
    AttributeDocument {
      var _ = new Selector.Attribute(name, value);
    }
  }

  /// A share of the devices, which `salt` draws.
  record PercentageDocument(String salt, Share share) {
    /// Checks both.
    PercentageDocument {
      var _ = new Selector.StablePercentage(salt, share.ppm());
    }
  }

  /// Checks that there is one, and that it can be used.
  SelectorDocument {
    var _ = one(everyone, tag, attribute, percentage, devices, where);
  }

  Selector toSelector() {
    return one(everyone, tag, attribute, percentage, devices, where);
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // the record's own components
  private static Selector one(
      Optional<Boolean> everyone,
      Optional<String> tag,
      Optional<AttributeDocument> attribute,
      Optional<PercentageDocument> percentage,
      Optional<List<DeviceId>> devices,
      Optional<String> where) {
    List<Selector> given = new ArrayList<>();
    everyone.ifPresent(yes -> given.add(everyone(yes)));
    tag.map(Selector.Tag::new).ifPresent(given::add);
    attribute.map(a -> new Selector.Attribute(a.name(), a.value())).ifPresent(given::add);
    percentage
        .map(p -> new Selector.StablePercentage(p.salt(), p.share().ppm()))
        .ifPresent(given::add);
    devices.map(list -> Selector.Devices.of(new HashSet<>(list))).ifPresent(given::add);
    where.map(Condition::parse).map(Selector.Where::new).ifPresent(given::add);
    if (given.size() != 1) {
      throw new IllegalArgumentException("expected one selector, got " + given.size());
    }
    return given.getFirst();
  }

  private static Selector everyone(boolean yes) {
    if (!yes) {
      throw new IllegalArgumentException("everyone: expected true, got false");
    }
    return new Selector.Everyone();
  }
}
