package dev.sluice.console.safeguard;

import dev.sluice.events.safeguard.Safeguard;

/// A safeguard hold in force.
///
/// @param devices how many it keeps out, as last counted; those of a hold before it count for that
public record ActiveHold(Safeguard safeguard, long devices) {}
