package dev.sluice.events.announcement;

import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.NodeId;
import dev.sluice.events.field.Fields;
import dev.sluice.events.rings.Ring;
import dev.sluice.release.ProductName;
import java.util.Optional;

/// The MQTT topics of a stamp, and who they are about.
public final class MqttTopics {
  /// Filter of all announcements.
  public static final String ALL_ANNOUNCEMENTS = "sluice/announce/#";

  /// Filter of the assignments of all devices.
  public static final String ALL_ASSIGNMENTS = "sluice/device/+/assignment";

  /// Filter of the confirmations of all devices.
  public static final String ALL_CONFIRMATIONS = "sluice/device/+/confirmation";

  /// Filter of the reports of all devices.
  public static final String ALL_REPORTS = "sluice/device/+/report";

  /// Filter of what all edge nodes say of themselves.
  public static final String ALL_NODE_REPORTS = "sluice/node/+/report";

  private static final String ROOT = "sluice";
  private static final String ANNOUNCE = "announce";
  private static final String DEVICE = "device";
  private static final String NODE = "node";

  private MqttTopics() {}

  /// Announcements to a ring: retained, down.
  public static String announce(ProductName product, String ring) {
    if (!Ring.isName(ring)) {
      throw new IllegalArgumentException("expected " + Ring.NAME_SYNTAX + ", got " + ring);
    }
    return String.join("/", ROOT, ANNOUNCE, product.value(), ring);
  }

  /// Filter of the announcements of one product, to any ring.
  public static String announcements(ProductName product) {
    return String.join("/", ROOT, ANNOUNCE, product.value(), "+");
  }

  /// A device's assignment: retained, down.
  public static String assignment(DeviceId device) {
    return ofDevice(device, Kind.ASSIGNMENT);
  }

  /// A device's confirmations: up.
  public static String confirmation(DeviceId device) {
    return ofDevice(device, Kind.CONFIRMATION);
  }

  /// A device's reports of what it runs: up.
  public static String report(DeviceId device) {
    return ofDevice(device, Kind.REPORT);
  }

  /// What an edge node says of itself: up.
  public static String report(NodeId node) {
    return String.join("/", ROOT, NODE, node.value(), Fields.word(Kind.REPORT));
  }

  /// Reads a topic's name; filters with wildcards are not names.
  ///
  /// @return nothing if it is not one of ours
  public static Optional<Parsed> parse(String topic) {
    String[] parts = topic.split("/", -1);
    if (parts.length != 4 || !parts[0].equals(ROOT)) {
      return Optional.empty();
    }
    return switch (parts[1]) {
      case ANNOUNCE ->
          ProductName.isValid(parts[2]) && Ring.isName(parts[3])
              ? Optional.of(new Announcement(new ProductName(parts[2]), parts[3]))
              : Optional.empty();
      case DEVICE ->
          DeviceId.isValid(parts[2])
              ? Kind.find(parts[3]).map(kind -> new OfDevice(new DeviceId(parts[2]), kind))
              : Optional.empty();
      case NODE ->
          NodeId.isValid(parts[2]) && parts[3].equals(Fields.word(Kind.REPORT))
              ? Optional.of(new OfNode(new NodeId(parts[2])))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static String ofDevice(DeviceId device, Kind kind) {
    return String.join("/", ROOT, DEVICE, device.value(), Fields.word(kind));
  }

  /// What a topic's name says.
  public sealed interface Parsed {}

  /// Announcements to a ring.
  ///
  /// @param product whose fleet
  /// @param ring the ring's name
  public record Announcement(ProductName product, String ring) implements Parsed {}

  /// A topic of one device.
  ///
  /// @param device which device
  /// @param kind what is said there
  public record OfDevice(DeviceId device, Kind kind) implements Parsed {}

  /// The reports of one edge node.
  ///
  /// @param node which node
  public record OfNode(NodeId node) implements Parsed {}

  /// What is said on a device's topic.
  public enum Kind {
    /// What the device is told about itself, down.
    ASSIGNMENT,
    /// Its outcomes, up.
    CONFIRMATION,
    /// What it runs, up.
    REPORT;

    private static Optional<Kind> find(String word) {
      for (Kind kind : values()) {
        if (Fields.word(kind).equals(word)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }
}
