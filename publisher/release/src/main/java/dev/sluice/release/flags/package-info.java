/// Says what a set of feature flags is.
///
/// Main type: [dev.sluice.release.flags.FlagsDocument], the artifact of a release whose installer
/// is
/// `flags`. It refuses to know what a flag means: a program reads the file that a device keeps.
/// Everybody who may use `dev.sluice.release` may use it.
@NullMarked
@CheckReturnValue
package dev.sluice.release.flags;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
