package dev.sluice.events;

/// What topic `devices` holds: the inventory.
public sealed interface InventoryEvent extends Event permits DeviceState {
  @Override
  default Topic<InventoryEvent> topic() {
    return Topic.DEVICES;
  }
}
