package dev.sluice.fleet.device;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.RolloutId;
import java.time.Instant;

/// That a device has done with a release.
///
/// @param device its number
/// @param ring the ring that it is in
/// @param release what it tried
/// @param rollout which rollout told it to
/// @param attempt which attempt at it, from 1
/// @param outcome how it ended
/// @param at when
public record Answer(
    int device,
    String ring,
    ReleaseRef release,
    RolloutId rollout,
    int attempt,
    Outcome outcome,
    Instant at) {}
