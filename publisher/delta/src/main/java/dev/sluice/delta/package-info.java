/// Makes patches and applies them.
///
/// Main types: [dev.sluice.delta.Differ] and [dev.sluice.delta.Patcher]. A patch makes one exact
/// file from another exact file; with an empty base it is a compressed file. It refuses to guess: a
/// patch names its base and its result by digest, and whatever does not fit is a
/// [dev.sluice.delta.PatchRefusal]. The publisher's service and the device agent's update core may
/// depend on it.
///
/// ## Format, version 1
///
/// A *varint* is a number of at most 63 bits, seven bits a byte, the lowest first, the top bit set
/// on all bytes but the last.
///
/// | part | bytes | meaning |
/// |---|---|---|
/// | signature | 4 | `53 4c 44 50`, "SLDP" |
/// | version | 1 | 1 |
/// | container | 1 | 0 plain, 1 zip |
/// | base length | varint | 0 for a compressed full artifact |
/// | result length | varint | |
/// | view length | varint | zip only: length of the result's view, at most 64 × result + 2^20 |
/// | scratch length | varint | zip only: length of the base's view; 0 if the base is empty |
/// | windows | 7 | for each stream, log2 of its LZMA2 dictionary in bytes, 12 to 28 |
/// | longest block | varint | most bytes that the streams of a block take together, at most 2^28 |
/// | level | 1 | zip only: the deflate level that the base's view shows, 1 to 9 |
/// | runs | varint, varints | zip only: their number, at most 4096, and the runs, below |
/// | base digest | 32 | SHA-256; left out if the base is empty |
/// | result digest | 32 | SHA-256 |
/// | blocks | to the end | until the view is complete; nothing may follow |
///
/// A block:
///
/// | part | bytes | meaning |
/// |---|---|---|
/// | made | varint | bytes of the view that it makes, at least 1 |
/// | lengths | 7 varints | of its part of each stream |
/// | streams | | copy lengths, insert lengths, seeks, kept runs, changed runs, changes, insertions
/// |
///
/// Each stream is raw LZMA2 (no end marker), flushed at the end of each block and going on in the
/// next one with its dictionary; the part of a stream in a block decodes to what the block's edits
/// need, and at most 128 bytes of padding, which are dropped. Until the block has made what it
/// said, each edit takes:
///
/// 1. a varint of the copy lengths, and one of the insert lengths, not both 0;
/// 2. if it copies: a varint of the seeks, folded (0, -1, 1, -2 … as 0, 1, 2, 3 …), to be added to
/// the
///    end of the copy before (0 at first) for the start of this one, which must lie within the
///    base's view;
/// 3. for each byte copied, whether it is corrected: runs of bytes that stay and runs of bytes that
///    change in turn, over all copies of the block together, beginning with one that stays, which
///    alone
///    may be empty. Their lengths are varints of the kept runs and the changed runs; for each byte
///    that
///    changes stands a byte of the changes, to be added modulo 256. Runs end with their block;
/// 4. the bytes inserted.
///
/// In the container *plain* a file is its own view. In the container *zip* a view is a chain of
/// records: 8 bytes, lowest first: length of a stretch of the file as it is; the stretch; and, but
/// for the last record, 8 bytes, lowest first: inflated length of the deflate stream that stands
/// there; 1 byte: the level, 1 to 9, at which zlib makes that stream from it (default strategy and
/// memory level, one stream without flushes); the inflated bytes. The streams of the base are found
/// as [dev.sluice.delta.container.DeflateScan] says. The runs tell which of them the view inflates:
/// a run of inflated ones, a run of those that stay as they are, and so on, the kind after the last
/// run going on to the end. In the base's view all records show the header's level.
///
/// What a level makes depends on the zlib of the device's Java platform. The differ has checked
/// each stream with its own; a device whose zlib makes other bytes ends with
/// [dev.sluice.delta.PatchRefusal.ResultMismatch] and takes the full artifact.
@NullMarked
@CheckReturnValue
package dev.sluice.delta;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
