/// What the device is about to install, and how far it is.
///
/// A [Choice] is what the rings document names; a [Plan] is made of it once a manifest and a target
/// agree with it; a [Job], the main type, is the work upon a plan that a power cut must not lose.
/// The package holds these values and takes no step itself. The memory, the machine's packages, the
/// shells and the simulation may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.plan;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
