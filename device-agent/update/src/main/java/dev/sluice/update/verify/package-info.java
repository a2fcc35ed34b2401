/// Says whether what came is what must come.
///
/// Main type: [DigestCheck]. It computes no digest and asks for none; the packages that take the
/// machine's steps may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.verify;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
