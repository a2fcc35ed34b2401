package dev.sluice.simulation.fleet;

import dev.sluice.events.announcement.Announcement;
import dev.sluice.events.announcement.RolloutHalted;
import dev.sluice.events.announcement.WaveAnnounced;
import dev.sluice.simulation.world.Channel;
import dev.sluice.simulation.world.World;
import dev.sluice.testkit.Fault;
import dev.sluice.update.port.UpdateEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A device's way to its hub and back.
///
/// Down: announcements, which may get lost while the link is up; the hub retains the latest of each
/// ring. Up: confirmations and reports, which the device keeps until the link takes them.
final class DeviceLink {
  private static final Duration LATENCY = Duration.ofMillis(40);
  private static final Set<Fault> DOWN_FAULTS =
      Set.of(Fault.LOSS, Fault.DUPLICATION, Fault.REORDERING, Fault.DELAY);
  private static final Set<Fault> UP_FAULTS =
      Set.of(Fault.DUPLICATION, Fault.REORDERING, Fault.DELAY);

  private final Channel<Announcement> down;
  private final Channel<Upward> up;
  private final Consumer<UpdateEvent> toDevice;
  private final Map<String, Announcement> retained = new LinkedHashMap<>();
  private final Map<String, Upward> outbox = new LinkedHashMap<>();

  private boolean isUp;

  DeviceLink(World world, Consumer<UpdateEvent> toDevice, Consumer<Upward> toNotifier) {
    this.toDevice = toDevice;
    this.down = new Channel<>(world, LATENCY, DOWN_FAULTS, this::arrived);
    this.up = new Channel<>(world, LATENCY, UP_FAULTS, toNotifier);
  }

  /// The hub has an announcement for everybody.
  void announce(Announcement announcement) {
    retained.put(announcement.key(), announcement);
    if (isUp) {
      down.send(announcement);
    }
  }

  private void arrived(Announcement announcement) {
    if (isUp) {
      toDevice.accept(eventOf(announcement));
    }
  }

  private static UpdateEvent eventOf(Announcement announcement) {
    return switch (announcement) {
      case WaveAnnounced wave -> new UpdateEvent.Announced(wave);
      case RolloutHalted halt -> new UpdateEvent.HaltAnnounced(halt);
    };
  }

  /// The link comes up: what waited goes up, what is retained comes down.
  void connect() {
    isUp = true;
    toDevice.accept(new UpdateEvent.Connected());
    outbox.values().forEach(up::send);
    outbox.clear();
    retained.values().forEach(down::send);
  }

  void disconnect() {
    isUp = false;
  }

  boolean isUp() {
    return isUp;
  }

  /// Sends something up, at once or when the link is up again; the latest of each kind is kept.
  ///
  /// @param name what it replaces
  void send(String name, Upward event) {
    if (isUp) {
      up.send(event);
    } else {
      outbox.put(name, event);
    }
  }
}
