package dev.sluice.events.flag;

import dev.sluice.release.flags.FlagName;
import java.time.Instant;

/// The latest order for a flag of a ring.
///
/// @param ring whose devices
/// @param flag which flag
/// @param off whether it is switched off, or on again
/// @param by who ordered it
/// @param reason why; may be empty
/// @param at since when
/// @param sequence the first rings document that says it; 0 before one was planned
/// @param signed whether devices can read a document that says it
public record FlagSwitch(
    String ring,
    FlagName flag,
    boolean off,
    String by,
    String reason,
    Instant at,
    long sequence,
    boolean signed) {
  /// Checks the sequence.
  public FlagSwitch {
    if (sequence < 0) {
      throw new IllegalArgumentException("a sequence must not be negative, got " + sequence);
    }
  }

  /// Whether it is about this flag of this ring.
  public boolean isOf(String otherRing, FlagName otherFlag) {
    return ring.equals(otherRing) && flag.equals(otherFlag);
  }

  /// The same, said by this document, which is not signed yet.
  public FlagSwitch plannedAt(long newSequence) {
    return new FlagSwitch(ring, flag, off, by, reason, at, newSequence, false);
  }

  /// The same, now that devices can read it.
  public FlagSwitch asSigned() {
    return new FlagSwitch(ring, flag, off, by, reason, at, sequence, true);
  }
}
