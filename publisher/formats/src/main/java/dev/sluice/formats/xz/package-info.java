/// Streams of xz, as in Debian packages and `.xz` files.
///
/// Main types: [dev.sluice.formats.xz.XzExpander] takes a stream apart and
/// [dev.sluice.formats.xz.XzRebuilder] makes it again. Taking apart is pure Java. Making again
/// needs liblzma's own encoder, because no other one
/// chooses the same matches: only the LZMA2 data come from it, through the foreign-function API;
/// what stands around them (the .xz file format, version 1.2.1) is written here, so that a stream
/// of many blocks, as `xz -T` makes it, needs no more memory than one encoder. A machine without
/// liblzma says so ([dev.sluice.formats.xz.XzRebuilder#isAvailable]), and gets a patch without such
/// streams. Only the registry of formats and the differ depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.xz;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
