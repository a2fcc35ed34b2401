/// Says which ring gets which release, and which devices are in it.
///
/// Main type: [dev.sluice.events.rings.RingsDocument], the standing desired state of a product's
/// fleet. [dev.sluice.events.rings.RingMembership] finds a device's ring and
/// [dev.sluice.events.rings.Admission] whether the ring's next release is already for it; notifier
/// and device use the same two functions, so that they cannot disagree. It refuses to say which
/// releases are genuine: a device also needs the product role's word. Everything but the signer's
/// trust rules may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.events.rings;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
