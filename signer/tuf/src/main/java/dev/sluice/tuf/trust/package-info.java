/// Decides what a device may believe: the client workflow of TUF 1.0.34 section 5.
///
/// Main type: [dev.sluice.tuf.trust.Refresh], which brings [dev.sluice.tuf.trust.TrustedMetadata]
/// up to date, and [dev.sluice.tuf.trust.TargetLookup], which finds a
/// [dev.sluice.tuf.trust.TrustedTarget] in it. Both are pure: they say what to fetch and are given
/// the bytes. Trusted values have no public constructor, and there is no way to turn a check off.
/// The floor under the clock is the caller's matter. Every client of a repository may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.tuf.trust;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
