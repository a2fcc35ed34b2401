package dev.sluice.console.device;

import dev.sluice.events.condition.Condition;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import java.util.Optional;
import java.util.function.BiFunction;

/// Which devices of the inventory are wanted; what is absent does not matter.
///
/// @param prefix what their ids begin with; empty for all
/// @param product which product they run
/// @param version which version of a product they run
/// @param ring in which ring of the product, or of one that they run, they are; empty text for
///     those
///     in none
/// @param hardware their attribute `hardware`; empty text for those without one
/// @param where what is true of them, bound to no product
public record DeviceFilter(
    String prefix,
    Optional<ProductName> product,
    Optional<Version> version,
    Optional<String> ring,
    Optional<String> hardware,
    Optional<Condition> where) {
  /// The attribute that says what a device is built of.
  public static final String HARDWARE = "hardware";

  /// All devices.
  public static final DeviceFilter ALL =
      new DeviceFilter(
          "",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// Whether every device with the prefix is wanted.
  public boolean isOnlyPrefix() {
    return product.isEmpty()
        && version.isEmpty()
        && ring.isEmpty()
        && hardware.isEmpty()
        && where.isEmpty();
  }

  /// Whether a device is wanted.
  ///
  /// @param rings finds the ring that a device is in
  public boolean matches(
      DeviceState device, BiFunction<ProductName, DeviceState, Optional<String>> rings) {
    return device.device().value().startsWith(prefix)
        && hardware.filter(wanted -> !wanted.equals(hardwareOf(device))).isEmpty()
        && where.filter(condition -> !condition.selects(device.facts())).isEmpty()
        && ((product.isEmpty() && version.isEmpty() && ring.isEmpty())
            || device.running().stream().anyMatch(running -> matches(running, device, rings)));
  }

  private boolean matches(
      Running running,
      DeviceState device,
      BiFunction<ProductName, DeviceState, Optional<String>> rings) {
    return product.filter(wanted -> !wanted.equals(running.product())).isEmpty()
        && version.filter(wanted -> !wanted.equals(running.version())).isEmpty()
        && ring.filter(wanted -> !wanted.equals(rings.apply(running.product(), device).orElse("")))
            .isEmpty();
  }

  /// What a device is built of; empty if it does not say.
  public static String hardwareOf(DeviceState device) {
    return device.attributes().attributes().getOrDefault(HARDWARE, "");
  }
}
