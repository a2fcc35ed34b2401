/// The audit log: searched, and taken away as a file.
///
/// Main type: [dev.sluice.console.audit.AuditRoutes], over
/// [dev.sluice.console.audit.AuditQueries], which the notifier implements. It writes nothing into
/// the log: each order's event is its entry. The notifier depends on it.
@NullMarked
package dev.sluice.console.audit;

import org.jspecify.annotations.NullMarked;
