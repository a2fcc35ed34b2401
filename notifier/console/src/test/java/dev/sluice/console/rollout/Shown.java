package dev.sluice.console.rollout;

import dev.sluice.api.stream.Broadcast;
import dev.sluice.events.rollout.RolloutRecord;

/// Gives changes to those who follow them, without a topic in between.
public final class Shown {
  private Shown() {}

  public static void to(Broadcast broadcast, RolloutRecord record) {
    RolloutFeed.show(broadcast, record);
  }
}
