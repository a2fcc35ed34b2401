package dev.sluice.console.audit;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.release.ProductName;
import java.time.Instant;
import java.util.Optional;

/// Which entries of the audit log are asked for; what is empty asks for all.
///
/// @param from the earliest moment, itself included
/// @param to the latest moment, itself not included
public record AuditFilter(
    Optional<ProductName> product,
    Optional<RolloutId> rollout,
    Optional<String> who,
    Optional<AuditKind> kind,
    Optional<Instant> from,
    Optional<Instant> to) {
  /// Whether an entry is asked for.
  public boolean matches(AuditEntry entry) {
    return isSame(product, entry.product())
        && isSame(rollout, entry.rollout())
        && isSame(who, Optional.of(entry.who()))
        && isSame(kind, Optional.of(entry.kind()))
        && from.filter(entry.at()::isBefore).isEmpty()
        && to.filter(at -> !entry.at().isBefore(at)).isEmpty();
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // both sides may be absent
  private static <T> boolean isSame(Optional<T> asked, Optional<T> found) {
    return asked.isEmpty() || asked.equals(found);
  }
}
