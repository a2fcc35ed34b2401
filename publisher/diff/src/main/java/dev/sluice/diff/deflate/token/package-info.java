/// Reads deflate streams (RFC 1951) as blocks of tokens.
///
/// Main type: [dev.sluice.diff.deflate.token.TokenReader]. It neither asks which tokens an encoder
/// would have taken, nor keeps contents. Only [dev.sluice.diff.deflate] and its search depend on
/// it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.deflate.token;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
