/// Where an encoder would end a block, and how it would code it.
///
/// Main type: [dev.sluice.formats.deflate.block.BlockBuffer], the tokens of a block. Behind it, a
/// `Planner` decides as one encoder does. A buffer takes a byte for a literal, three for a match
/// and one for every eight tokens, 2^18 in all; a block that needs more has no recipe. It depends
/// on [dev.sluice.formats.deflate.token] and [dev.sluice.formats.deflate.encoder].
@NullMarked
@CheckReturnValue
package dev.sluice.formats.deflate.block;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
