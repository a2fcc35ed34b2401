package dev.sluice.console.audit;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import java.io.IOException;

/// Asks the audit log, from an index: no question reads a topic.
@FunctionalInterface
public interface AuditQueries {
  /// Entries, the newest first.
  ///
  /// A page may hold fewer than were asked for, or none, and yet have a next one: each question
  /// looks at a bounded part of the index.
  ///
  /// @throws IOException if the index cannot be asked now
  Page<AuditEntry> list(AuditFilter filter, PageRequest page) throws IOException;
}
