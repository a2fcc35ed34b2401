package dev.sluice.events.announcement;

import dev.sluice.events.Event;
import dev.sluice.events.Topic;

/// What topic `announcements` and the announcement topics of MQTT hold: hints for devices.
public sealed interface Announcement extends Event permits WaveAnnounced, RolloutHalted {
  @Override
  default Topic<Announcement> topic() {
    return Topic.ANNOUNCEMENTS;
  }
}
