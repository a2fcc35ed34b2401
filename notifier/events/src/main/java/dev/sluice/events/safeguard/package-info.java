/// Safeguard holds: which devices are kept out of releases until a person lifts the hold, such as
/// hardware on which a release is known to fail.
///
/// The main type is [dev.sluice.events.safeguard.Safeguards]. A rings document carries them, and
/// notifier and device ask the same function, so that they agree on who is kept out. It knows no
/// rings and no rollouts.
@NullMarked
package dev.sluice.events.safeguard;

import org.jspecify.annotations.NullMarked;
