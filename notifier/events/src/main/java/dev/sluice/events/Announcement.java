package dev.sluice.events;

/// What topic `announcements` and the announcement topics of MQTT hold: hints for devices.
public sealed interface Announcement extends Event permits WaveAnnounced, RolloutHalted {
  @Override
  default Topic<Announcement> topic() {
    return Topic.ANNOUNCEMENTS;
  }
}
