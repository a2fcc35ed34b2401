package dev.sluice.events;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// A topic of the pipeline's queue.
///
/// Kept is either the latest event of each key (compacted), or everything for a time, or everything
/// for ever.
public enum Topic {
  /// What was published and built.
  ARTIFACTS("artifacts", Keep.LATEST),
  /// What the signer has signed, or withdrawn.
  RELEASES("releases", Keep.LATEST),
  /// Rings documents: planned by the notifier, signed or refused by the signer.
  SIGNING("signing", Keep.DAYS_30),
  /// What people order.
  ROLLOUT_COMMANDS("rollout-commands", Keep.DAYS_30),
  /// Every change of a rollout: the audit log.
  ROLLOUTS("rollouts", Keep.ALWAYS),
  /// Hints for devices that something new may exist.
  ANNOUNCEMENTS("announcements", Keep.LATEST),
  /// What devices and hubs say of themselves.
  DEVICE_REPORTS("device-reports", Keep.DAYS_7),
  /// The inventory: one complete record per device.
  DEVICES("devices", Keep.LATEST),
  /// Outcomes, signed by their devices.
  CONFIRMATIONS("confirmations", Keep.DAYS_90),
  /// What could not be handled.
  DEAD_LETTERS("dead-letters", Keep.ALWAYS);

  private static final String PREFIX = "sluice.";

  private final String name;
  private final Keep keep;

  Topic(String name, Keep keep) {
    this.name = name;
    this.keep = keep;
  }

  /// The name in Kafka, such as `sluice.rollout-commands`.
  public String kafkaName() {
    return PREFIX + name;
  }

  /// Whether only the latest event of each key is kept.
  public boolean compacted() {
    return keep == Keep.LATEST;
  }

  /// How long events are kept; empty means for ever, or until compacted away.
  public Optional<Duration> retention() {
    return switch (keep) {
      case LATEST, ALWAYS -> Optional.empty();
      case DAYS_7 -> Optional.of(Duration.ofDays(7));
      case DAYS_30 -> Optional.of(Duration.ofDays(30));
      case DAYS_90 -> Optional.of(Duration.ofDays(90));
    };
  }

  /// The topic of this Kafka name, if it is one of ours.
  public static Optional<Topic> find(String kafkaName) {
    return Arrays.stream(values()).filter(t -> t.kafkaName().equals(kafkaName)).findFirst();
  }

  private enum Keep {
    LATEST,
    ALWAYS,
    DAYS_7,
    DAYS_30,
    DAYS_90
  }
}
