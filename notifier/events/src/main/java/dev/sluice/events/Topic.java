package dev.sluice.events;

import dev.sluice.events.announcement.Announcement;
import dev.sluice.events.command.RolloutCommand;
import dev.sluice.events.confirmation.ConfirmationEvent;
import dev.sluice.events.inventory.InventoryEvent;
import dev.sluice.events.letter.DeadLetterRecord;
import dev.sluice.events.policy.PolicyEvent;
import dev.sluice.events.principal.PrincipalEvent;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ReleaseEvent;
import dev.sluice.events.report.DeviceReport;
import dev.sluice.events.rollout.RolloutRecord;
import dev.sluice.events.signing.SigningEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A topic of the pipeline's queue, and what it can hold.
///
/// Kept is either the latest event of each key (compacted), or everything for a time, or everything
/// for ever.
///
/// @param <E> what the topic can hold
public final class Topic<E extends Event> {
  /// What was published and built, and what is to be withdrawn.
  public static final Topic<ArtifactEvent> ARTIFACTS =
      new Topic<>("artifacts", ArtifactEvent.class, Keep.LATEST);

  /// What the signer has signed, or withdrawn.
  public static final Topic<ReleaseEvent> RELEASES =
      new Topic<>("releases", ReleaseEvent.class, Keep.LATEST);

  /// Rings documents: planned by the notifier, signed or refused by the signer.
  public static final Topic<SigningEvent> SIGNING =
      new Topic<>("signing", SigningEvent.class, Keep.DAYS_30);

  /// What people order.
  public static final Topic<RolloutCommand> ROLLOUT_COMMANDS =
      new Topic<>("rollout-commands", RolloutCommand.class, Keep.DAYS_30);

  /// The policy of each product.
  public static final Topic<PolicyEvent> POLICIES =
      new Topic<>("policies", PolicyEvent.class, Keep.LATEST);

  /// Who may use the API.
  public static final Topic<PrincipalEvent> PRINCIPALS =
      new Topic<>("principals", PrincipalEvent.class, Keep.LATEST);

  /// The audit log: every change of a rollout, and what people ordered.
  public static final Topic<RolloutRecord> ROLLOUTS =
      new Topic<>("rollouts", RolloutRecord.class, Keep.ALWAYS);

  /// Hints for devices that something new may exist.
  public static final Topic<Announcement> ANNOUNCEMENTS =
      new Topic<>("announcements", Announcement.class, Keep.LATEST);

  /// What devices and hubs say of themselves.
  public static final Topic<DeviceReport> DEVICE_REPORTS =
      new Topic<>("device-reports", DeviceReport.class, Keep.DAYS_7);

  /// The inventory: one complete record per device.
  public static final Topic<InventoryEvent> DEVICES =
      new Topic<>("devices", InventoryEvent.class, Keep.LATEST);

  /// Outcomes, signed by their devices.
  public static final Topic<ConfirmationEvent> CONFIRMATIONS =
      new Topic<>("confirmations", ConfirmationEvent.class, Keep.DAYS_90);

  /// What could not be handled, and what became of it.
  public static final Topic<DeadLetterRecord> DEAD_LETTERS =
      new Topic<>("dead-letters", DeadLetterRecord.class, Keep.ALWAYS);

  private static final List<Topic<?>> ALL =
      List.of(
          ARTIFACTS,
          RELEASES,
          SIGNING,
          ROLLOUT_COMMANDS,
          POLICIES,
          PRINCIPALS,
          ROLLOUTS,
          ANNOUNCEMENTS,
          DEVICE_REPORTS,
          DEVICES,
          CONFIRMATIONS,
          DEAD_LETTERS);

  private static final String PREFIX = "sluice.";

  private final String name;
  private final Class<E> eventType;
  private final Keep keep;

  private Topic(String name, Class<E> eventType, Keep keep) {
    this.name = name;
    this.eventType = eventType;
    this.keep = keep;
  }

  /// Every topic.
  public static List<Topic<?>> all() {
    return ALL;
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

  /// Whether the topic can hold events of this type.
  public boolean holds(Class<? extends Event> type) {
    return eventType.isAssignableFrom(type);
  }

  /// The event as one of this topic's, if it is one.
  public Optional<StampedEvent<E>> narrow(StampedEvent<?> stamped) {
    return eventType.isInstance(stamped.event())
        ? Optional.of(stamped.with(eventType.cast(stamped.event())))
        : Optional.empty();
  }

  /// The topic of this Kafka name, if it is one of ours.
  public static Optional<Topic<?>> find(String kafkaName) {
    return ALL.stream().filter(topic -> topic.kafkaName().equals(kafkaName)).findFirst();
  }

  /// The name in Kafka.
  @Override
  public String toString() {
    return kafkaName();
  }

  private enum Keep {
    LATEST,
    ALWAYS,
    DAYS_7,
    DAYS_30,
    DAYS_90
  }
}
