/// What a deflate stream holds (RFC 1951): bits, the codes they make, and the tokens that these
/// stand for.
///
/// Main types: [dev.sluice.delta.deflate.token.TokenReader] reads a stream as blocks of tokens, and
/// [dev.sluice.delta.deflate.token.BitOutput] takes what is written. A
/// [dev.sluice.delta.deflate.token.TreeHeader] is the head of a block that brings its own codes,
/// and a [dev.sluice.delta.deflate.token.CodeBuilder] chooses codes as some encoder does. It
/// neither asks which tokens an encoder would have taken, nor keeps contents. The other packages of
/// [dev.sluice.delta.deflate] depend on it; it depends on none of them.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.deflate.token;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
