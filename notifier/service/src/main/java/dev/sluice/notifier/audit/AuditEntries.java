package dev.sluice.notifier.audit;

import dev.sluice.console.audit.AuditEntry;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.events.rollout.OrderRecorded;
import dev.sluice.events.rollout.RolloutChanged;
import dev.sluice.events.rollout.RolloutRecord;
import dev.sluice.events.rollout.RolloutSnapshot;
import java.util.Optional;

/// What a record of topic `rollouts` is in the audit log.
final class AuditEntries {
  private AuditEntries() {}

  static AuditEntry of(StampedEvent<RolloutRecord> stamped) {
    return switch (stamped.event()) {
      case RolloutChanged changed -> of(stamped, changed);
      case OrderRecorded order ->
          new AuditEntry(
              stamped.id(),
              stamped.time(),
              order.kind(),
              order.by(),
              order.subject(),
              order.what(),
              order.reason(),
              order.product(),
              order.rollout());
    };
  }

  private static AuditEntry of(StampedEvent<RolloutRecord> stamped, RolloutChanged changed) {
    RolloutSnapshot rollout = changed.snapshot();
    return new AuditEntry(
        stamped.id(),
        stamped.time(),
        AuditKind.CHANGE,
        changed.by(),
        rollout.id().toString(),
        what(changed),
        changed.cause().isEmpty() ? rollout.reason() : changed.cause(),
        Optional.of(rollout.id().product()),
        Optional.of(rollout.id()));
  }

  /// The change, and the state that it led to where that says more.
  private static String what(RolloutChanged changed) {
    String state = changed.snapshot().state();
    return changed.change().equals(state) ? state : changed.change() + ": " + state;
  }
}
