package dev.sluice.events.inventory;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `devices` holds: the inventory.
public sealed interface InventoryEvent extends Event permits DeviceState {
  @Override
  default Topic<InventoryEvent> topic() {
    return Topic.DEVICES;
  }
}
