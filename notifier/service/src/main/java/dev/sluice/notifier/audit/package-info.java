/// The audit log: what people ordered is copied into topic `rollouts`, and every notifier keeps an
/// index of that topic to search in.
///
/// Main types: [dev.sluice.notifier.audit.OrderRecorder] writes,
/// [dev.sluice.notifier.audit.AuditKeeper]
/// keeps, [dev.sluice.notifier.audit.AuditSearch] answers. It decides nothing about rollouts.
@NullMarked
package dev.sluice.notifier.audit;

import org.jspecify.annotations.NullMarked;
