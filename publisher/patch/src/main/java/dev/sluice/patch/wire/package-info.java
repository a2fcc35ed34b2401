/// Bytes of a patch as they are read: numbers and lengths.
///
/// Main type: [dev.sluice.patch.wire.PatchInput]; when bytes break a rule it says so by a
/// [dev.sluice.formats.stream.MalformedPatchException]. It knows nothing of what the bytes mean;
/// all
/// other packages of this module may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.patch.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
