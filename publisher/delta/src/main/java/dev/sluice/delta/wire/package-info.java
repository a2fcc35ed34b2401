/// Bytes of a patch as they are read and written: numbers, lengths, and what a reader says when
/// they break a rule.
///
/// Main types: [dev.sluice.delta.wire.PatchInput] and
/// [dev.sluice.delta.wire.MalformedPatchException]. It knows nothing of what the bytes mean; all
/// other packages of this module may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.wire;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
