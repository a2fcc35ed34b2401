/// Exact re-creation of deflate streams (RFC 1951) from their contents.
///
/// Most streams come from zlib or its relatives. What such an encoder does follows from the
/// contents and a few parameters; so a *recipe* is these parameters, the profile, and corrections
/// where the stream deviates from what the profile predicts. For a stream that a known encoder made
/// in one go it is four bytes, the same for all entries of an archive. Main type:
/// [dev.sluice.formats.deflate.DeflateRebuilder] follows a recipe, in
/// [dev.sluice.formats.deflate.DeflateRebuilder#MEMORY_BYTES]; the differ finds it, by stepping the
/// same [dev.sluice.formats.deflate.match.Predictor]. It knows nothing of gzip, zip or zlib heads,
/// and
/// takes no stream that it has not made again. A [dev.sluice.formats.deflate.DeflateEngine] may
/// make
/// streams in the rebuilder's place, if whoever applies a patch lets it. The registry of
/// formats depends on it, the differ, and the patcher's sessions, which choose the engine.
///
/// Below it, each depending on none behind it: [dev.sluice.formats.deflate.token], what a stream
/// holds; [dev.sluice.formats.deflate.encoder], the encoders known;
/// [dev.sluice.formats.deflate.match],
/// which token one would write next; [dev.sluice.formats.deflate.block], how it would code blocks;
/// and [dev.sluice.formats.deflate.recipe], where a stream deviates.
///
/// The idea, to predict tokens and send what was mispredicted, is that of preflate (Dirk Steinke,
/// 2018). Sources of what is predicted: zlib 1.3.1 (`deflate.c`, `trees.c`), which has chosen alike
/// since 1.2.5, and Chromium's fork of it (`contrib/optimizations/insert_string.h`), which Node.js
/// contains, GNU gzip 1.12 (`trees.c`), and Go 1.19 (`compress/flate`), as most layers of
/// containers and many releases are made.
///
/// ## Recipe
///
/// Numbers are varints: seven bits a byte, the lowest first, the top bit set on all bytes but the
/// last.
///
/// | part | bytes | meaning |
/// |---|---|---|
/// | encoder | 2 | the parameters as one number, the lowest byte first |
/// | segments | | up to one of a final kind |
///
/// The number is (((strategy × 6 + family) × 7 + log2 of the window - 9) × 9 + memory level - 1) ×
/// 10 + level. Strategy and family are codes of [dev.sluice.formats.deflate.encoder.Strategy] and
/// [dev.sluice.formats.deflate.encoder.Family]; levels are 0 to 9. For Go's encoder, window and
/// memory level mean nothing, and are the usual ones. A segment is what lies between two flushes;
/// the encoder does not look beyond its end. It is:
///
/// | part | bytes | meaning |
/// |---|---|---|
/// | kind | 1 | code of [dev.sluice.formats.deflate.recipe.SegmentKind] |
/// | padding | 1 | final and padded only: the bits behind the last code, lowest first |
/// | length | varint | not final only: bytes of the contents |
/// | corrections | | up to one of kind 0 |
///
/// A correction is a varint, (tokens since the last correction) × 8 + kind, and what belongs to the
/// kind. The first of a segment counts from the segment's first token; the one of kind 0 is a zero.
/// The kinds of corrections and what belongs to them are those of
/// [dev.sluice.formats.deflate.recipe.Correction]. Of one token they stand in the order token, end
/// of
/// block, coding. A block with a coding of its own has, behind its last token or behind the last
/// token of the segment, the code of [dev.sluice.formats.deflate.recipe.Correction.Coding]; a head
/// is
/// the form of [dev.sluice.formats.deflate.token.TreeHeader]. At level 0 each byte is a token, and
/// a
/// block is predicted to be as long as the last one whose end was corrected, at first 65535 bytes.
///
/// A block takes a byte for a literal, three for a match, and one for every eight tokens begun;
/// from 2^18 - 3 on it takes no more, and a recipe with a longer block is refused.
///
/// ## What is not predicted
///
/// Optimising encoders (zopfli, 7-Zip), encoders with other search structures (libdeflate, ISA-L,
/// zlib-ng, klauspost/compress), a level changed within a stream and preset dictionaries. The
/// corrections get long then, but up to a third of the stream, as with libdeflate and mostly with
/// zopfli, they may still be worth it; whether they are, the caller knows. Beyond, the stream is
/// reported as not reproducible.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.deflate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
