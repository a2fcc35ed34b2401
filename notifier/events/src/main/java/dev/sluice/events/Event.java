package dev.sluice.events;

import dev.sluice.tuf.json.JsonObject;

/// Something that has happened, as one part of Sluice tells the others.
///
/// To add an event: a record here with `toData` and `fromData`, its name in the permits clause and
/// its line in [EventCodec]; the compiler points out every switch that must think about it.
public sealed interface Event
    permits ArtifactPublished,
        DeltasBuilt,
        ReleaseSigned,
        ReleaseWithdrawn,
        DeltasSigned,
        RingsPlanned,
        RingsSigned,
        RingsRefused,
        RolloutOrdered,
        RolloutChanged,
        WaveAnnounced,
        RolloutHalted,
        DeviceEnrolled,
        DeviceReported,
        DeviceState,
        SignedConfirmation,
        DeadLetter {
  /// Where the event is sent.
  Topic topic();

  /// What the event is about. The part before the first `/` decides the partition, and so whose
  /// events stay in order; a compacted topic keeps the latest event of each whole key.
  String key();

  /// The CloudEvents type, such as `release.signed`.
  String type();

  /// The event's data: one member per component, under its name.
  JsonObject toData();
}
