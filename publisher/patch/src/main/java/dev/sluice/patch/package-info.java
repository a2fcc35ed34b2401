/// Applies patches.
///
/// Main types: [dev.sluice.patch.Patcher], and [dev.sluice.patch.PatchSession], which applies a
/// patch while it arrives. A patch makes one exact file from another exact file; with an empty base
/// it is a compressed file. It refuses to guess: a patch names its base and its result by digest,
/// and whatever does not fit is a [dev.sluice.patch.PatchRefusal]. It refuses to make patches: that
/// is the differ's part, which no device has. The differ, the publisher's service and the device
/// agent's update core may depend on it.
///
/// Below it, each depending on none behind it: [dev.sluice.patch.wire], how bytes are read;
/// [dev.sluice.patch.coding], adaptive models; [dev.sluice.patch.view], what base and result look
/// like with their streams taken apart; and [dev.sluice.patch.body], the layout and the sections. A
/// device without room for two copies applies a patch over its base
/// ([dev.sluice.patch.inplace]).
///
/// ## Format, version 6
///
/// A *varint* is a number of at most 63 bits, seven bits a byte, the lowest first, the top bit set
/// on all bytes but the last.
///
/// | part | bytes | meaning |
/// |---|---|---|
/// | signature | 4 | `53 4c 44 50`, "SLDP" |
/// | version | 1 | 6 |
/// | base length | varint | 0 for a compressed full artifact |
/// | result length | varint | |
/// | view length | varint | length of the result's view, at most 64 × result + 2^20 |
/// | scratch length | varint | contents of the base's streams that are appended to its view |
/// | insertion class | 1 | 6 to 24: the model of insertions has 2^class groups of 32 bytes |
/// | correction class | 1 | 6 to 24: likewise, the model of corrections |
/// | history class | 1 | 6 to 24: 2^class bytes of the view are kept |
/// | most edits | varint | of a section, at most 2^24; an edit takes 24 bytes |
/// | executables | 1 | 1 if addresses in executables are foretold, else 0 |
/// | stream memory | varint | KiB that streams may take which are taken apart or made again |
/// | dictionary | 1 | 0, or 12 to 24: sections are LZMA2 streams with a dictionary of 2^n bytes |
/// | window | 1 | 0, or m of 12 to n - 1: at most 2^m bytes of the base's view before a section |
/// | base digest | 32 | SHA-256; left out if the base is empty |
/// | result digest | 32 | SHA-256 |
/// | layout | varint, bytes | length of the code of the layout, and the code; 0: no streams |
/// | sections | to the end | until the view is complete; nothing may follow |
///
/// The classes, the edits, the dictionary and the stream memory are what
/// [dev.sluice.patch.body.Workspace] sums up to the memory that applying takes; a patcher checks
/// it before it allocates anything. The layout counts to the stream memory, with 64 bytes a stream
/// and its recipe. All recipes of a layout have at most 2^20 bytes, a copy of the one before
/// counted again; all layouts and hints of the executables of a section have at most 2^18, and the
/// executables at most 2^12 runs.
///
/// A section is a varint of the bytes of the view that it makes, a varint of the length of its
/// code, and the code. A *code* is that of a binary arithmetic coder,
/// [dev.sluice.patch.coding.BitDecoder], which reads zeros behind its end; all models start anew
/// with each code, so that what was made up to the end of a section need not be made again. What
/// bits stand for and under which contexts is defined by the models of `dev.sluice.patch.coding`,
/// in integer arithmetic; in order:
///
/// 1. The layout ([dev.sluice.patch.view.Layout]): the number of expansions, and of each its
/// format, the distance from the end of the one before, and its length less 1; the number of
/// frames, and of each its format, whether it stands within the one before, the distance from the
/// start or end of that one, the length of its contents less 1, and its recipe.
/// 2. A section: the number of pairs of executables that it touches, and of each where both begin,
/// how long they are, whether one of them stands in runs, which then follow
/// ([dev.sluice.patch.view.Pieces]), the layout of the new one, and hints
/// ([dev.sluice.patch.body.ExecutablePair]); the number of edits; of each how much it copies, if
/// it copies the alignment, and how much it inserts ([dev.sluice.patch.coding.EditModel]); then in
/// the order of the view, for each 32 bytes copied whether any is corrected, if so for each byte
/// whether it is, and if so by how much, modulo 256 ([dev.sluice.patch.coding.CorrectionModel]);
/// for each insertion, in steps of 4096 bytes, whether it looks random, and its bytes
/// ([dev.sluice.patch.coding.InsertionModel]).
///
/// The runs of an executable, those of the new one first: how many there are, less 1; of each but
/// the first, the hole before it in the file, which is zeros, and the gap before it in the view;
/// and its length, for the last one only how far it ends before the file. All but the last have 512
/// bytes or more. Each of these numbers is coded by its distance from 0, or for the old executable
/// from the same of the new one, with a sign where it is not 0
/// ([dev.sluice.patch.body.ExecutablePair]). The last run of a pair ends in the result's view
/// before the first of the next begins. An old executable is no longer than the base's view, so
/// that its holes cannot make it endless.
///
/// Where the header declares a dictionary, the code of a section is instead a raw LZMA2 stream (XZ
/// file format, section 5.3.1) of its part of the view; so are long files coded that have no base,
/// and what has so little in common with its base that edits would say it in more bytes. Where the
/// header declares a window, the code is preceded by two varints: where in the base's view the
/// window begins and how long it is. The dictionary holds the window when the code begins; a
/// decoder gets it there as uncompressed chunks.
///
/// The *view of the base* is the base, followed by the contents of the expansions; one may stand
/// in the contents of another. The *view of the result* is the result with each frame's stream
/// replaced by its contents. Formats of streams ([dev.sluice.formats.StreamFormats]) are 0 deflate
/// ([dev.sluice.formats.deflate]), 1 LZ4 legacy ([dev.sluice.formats.lz4]), 2 xz
/// ([dev.sluice.formats.xz]), 3 a class file ([dev.sluice.formats.classfile]), 4 a class file in a
/// deflate stream of its own, both of which are taken apart, 5 a frame of zstd
/// ([dev.sluice.formats.zstd]) and 6 a bare LZ4 block ([dev.sluice.formats.lz4]); the recipe of a
/// frame is defined by the package of its format, that of format 4 is the deflate stream's.
/// Rebuilding xz needs liblzma on the device, and rebuilding zstd the version of libzstd that the
/// recipe names, which may be the one that comes with the patcher; a device without it refuses the
/// patch by name, as one that has too little memory does.
@NullMarked
@CheckReturnValue
package dev.sluice.patch;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
