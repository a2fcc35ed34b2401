/// Frames of zstd, as in `.zst` files, Debian packages and squashfs images.
///
/// Main types: [dev.sluice.formats.zstd.ZstdExpander] takes a frame apart and
/// [dev.sluice.formats.zstd.ZstdRebuilder] makes it again. A stream is one frame (RFC 8878, section
/// 3.1.1); several that follow each other
/// are several streams, and what is skippable stays as it is.
///
/// Taking apart is the same everywhere. What an encoder makes depends on the version of libzstd, so
/// that a recipe names the one that it was tried with ([dev.sluice.formats.zstd.ZstdRecipe]):
/// either
/// the one that this module brings along, or one of the machine's own, which a publisher may have
/// several of. A device that has neither refuses the patch by name. Where an encoder makes most of
/// a frame, but not all of it, the recipe corrects it; a frame whose recipe would be longer than
/// 1/16 of it stays as it is. Frames that need a dictionary do as well. Encoding is native code in
/// memory that is summed up beforehand ([dev.sluice.formats.zstd.Parameters]); for frames that were
/// made by several workers it starts one thread of its own, which nobody else sees. Only the
/// registry of formats and the differ depend on this package.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.zstd;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
