package dev.sluice.console.audit;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.release.ProductName;
import java.time.Instant;
import java.util.Optional;

/// One entry of the audit log.
///
/// @param id of the event that it stands for
/// @param at when it happened
/// @param kind what it is about
/// @param who did it; empty for what Sluice did by itself
/// @param subject what it was done to: a rollout, a product, a device, whose token …
/// @param what was done, in words
/// @param why may be empty
/// @param product that it concerns, if it concerns one
/// @param rollout that it concerns, if it concerns one
public record AuditEntry(
    String id,
    Instant at,
    AuditKind kind,
    String who,
    String subject,
    String what,
    String why,
    Optional<ProductName> product,
    Optional<RolloutId> rollout) {}
