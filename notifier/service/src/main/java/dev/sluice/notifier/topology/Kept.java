package dev.sluice.notifier.topology;

import dev.sluice.notifier.audit.AuditConfig;
import dev.sluice.notifier.letter.LetterConfig;

/// How much every notifier keeps to search in.
///
/// @param audit of the audit log
/// @param letters of the dead letters
public record Kept(AuditConfig audit, LetterConfig letters) {
  /// The defaults.
  public static Kept standard() {
    return new Kept(AuditConfig.standard(), LetterConfig.standard());
  }
}
