package dev.sluice.console.policy;

import dev.sluice.events.policy.PolicyApplied;
import java.time.Instant;

/// A product's policy, as it was applied.
///
/// @param applied which, by whom and why
/// @param at when
public record AppliedPolicy(PolicyApplied applied, Instant at) {}
