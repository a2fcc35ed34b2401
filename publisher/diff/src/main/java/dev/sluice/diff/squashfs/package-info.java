/// File systems of squashfs 4.0: where their compressed blocks stand.
///
/// Main type: [dev.sluice.diff.squashfs.SquashfsBlocks] lists the blocks, so that each one can be
/// taken apart and made again as a stream of its own: for gzip a zlib stream (2 bytes, deflate
/// data, 4 bytes of Adler-32), for xz a whole stream of xz, for lz4 a bare LZ4 block, for zstd a
/// frame.
/// It believes nothing that it has not checked against the length of the file system. The layout is
/// that of squashfs_fs.h in the Linux kernel. Only [dev.sluice.diff.view] depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.squashfs;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
