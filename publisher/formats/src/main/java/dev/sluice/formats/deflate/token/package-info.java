/// What a deflate stream holds (RFC 1951): bits, the codes they make, and the tokens that these
/// stand for.
///
/// Main types: [dev.sluice.formats.deflate.token.Token] and
/// [dev.sluice.formats.deflate.token.BitOutput], which takes what is written. A
/// [dev.sluice.formats.deflate.token.TreeHeader] is the head of a block that brings its own codes,
/// and a [dev.sluice.formats.deflate.token.CodeBuilder] chooses codes as some encoder does. It
/// neither asks which tokens an encoder would have taken, nor keeps contents. The other packages of
/// [dev.sluice.formats.deflate] and the differ depend on it; it depends on none of them.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.deflate.token;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
