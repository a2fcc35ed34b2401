package dev.sluice.update.verify;

import dev.sluice.events.confirmation.OutcomeReason.Code;

/// What came of holding documents against each other.
///
/// @param <T> what they agree on
public sealed interface Verdict<T> {
  /// They agree.
  record Agreed<T>(T on) implements Verdict<T> {}

  /// They do not, or the device must not install what they say.
  record Refused<T>(Code code, String detail) implements Verdict<T> {}
}
