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
import dev.sluice.tuf.json.JsonObject;

/// Something that has happened, as one part of Sluice tells the others.
///
/// There is one sealed interface for each topic, so that whoever reads a topic switches over what
/// it can hold. To add an event: a record with `toData` and `fromData`, its name in the permits
/// clause of its topic's interface and its line in [EventCodec]; the compiler points out the
/// switches of that topic's readers, and no others.
public sealed interface Event
    permits ArtifactEvent,
        ReleaseEvent,
        SigningEvent,
        RolloutCommand,
        PolicyEvent,
        PrincipalEvent,
        RolloutRecord,
        Announcement,
        DeviceReport,
        InventoryEvent,
        ConfirmationEvent,
        DeadLetterRecord {
  /// Where the event is sent.
  Topic<?> topic();

  /// What the event is about. The part before the first `/` decides the partition, and so whose
  /// events stay in order; a compacted topic keeps the latest event of each whole key.
  String key();

  /// The CloudEvents type, such as `release.signed`.
  String type();

  /// The event's data: one member per component, under its name.
  JsonObject toData();
}
