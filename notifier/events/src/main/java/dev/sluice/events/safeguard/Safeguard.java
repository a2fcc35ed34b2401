package dev.sluice.events.safeguard;

import java.time.Instant;

/// A hold that is in force, and who wanted it.
///
/// @param hold which devices are kept out
/// @param by who ordered it
/// @param reason why; may be empty
/// @param at since when
public record Safeguard(SafeguardHold hold, String by, String reason, Instant at) {}
