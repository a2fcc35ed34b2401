/// LZ4 streams in the legacy frame, as `lz4 -l` makes them for kernel images, and bare blocks.
///
/// Main types: [dev.sluice.formats.lz4.Lz4Expander] takes a stream apart and
/// [dev.sluice.formats.lz4.Lz4Rebuilder] makes it again. The encoders choose what liblz4 1.9 and
/// 1.10 choose, so that their bytes are the same;
/// a stream of another encoder is refused. Bare blocks, as squashfs images have them, are made
/// again by [dev.sluice.formats.lz4.Lz4BlockRebuilder]. Plain LZ4 frames are not handled. Only the
/// registry of formats and the differ depend on it.
///
/// The frame: magic number `02 21 4c 18`; then blocks of 8 MiB of contents, the last one shorter,
/// each behind its compressed length (4 bytes, lowest first), and independent of the others. There
/// is no end marker and no checksum (lz4_Frame_format.md, "Legacy frame"). A block is a sequence of
/// literals and matches (lz4_Block_format.md).
@NullMarked
@CheckReturnValue
package dev.sluice.formats.lz4;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
