/// Applies a patch over its own base, for devices without room for two copies.
///
/// Main type: [dev.sluice.patch.inplace.InPlacePatcher]. A first pass applies the patch to the
/// untouched base and throws the result away: it proves that base, patch and result fit, finds out
/// which blocks of the base are read how late, and keeps what the base's compressed streams hold,
/// because there will be no base later to take apart. A second pass writes the result over the
/// base; a block that may still be read is saved to a journal before it is overwritten, so that a
/// crash at any point is followed by going on from the last checkpoint. It refuses patches that
/// need a larger scratch or journal than allowed, before anything is overwritten. Device shells and
/// the command line may depend on it.
///
/// How much the journal takes follows from the patch: what its scratch takes; what was overwritten
/// since the last checkpoint; and what is read later than it is overwritten. Sections
/// end in checkpoints: a patch with sections of the usual 64 MiB
/// takes a journal of that much, which saves nothing for shorter files. For devices with room for
/// one copy only, patches are made with shorter ones: a 256th of a file and more is enough.
///
/// Until the result is whole, the file is neither base nor result: nobody may use it, and nothing
/// leads back to the base.
///
/// ## The journal
///
/// Numbers take 4 or 8 bytes, the highest first. A checksum is CRC-32C over the 32 bytes of the
/// patch's SHA-256 and what stands before it in the record. A block is a
/// 256th of the base, rounded down to a power of two, at least 4 KiB and at most 64 KiB; the last
/// one is shorter.
///
/// | at | bytes | meaning |
/// |---|---|---|
/// | 0 | 4 | `53 4c 49 4a`, "SLIJ" |
/// | 4 | 4 | version, 2 |
/// | 8 | 32 | SHA-256 of the patch |
/// | 40 | 4 | blocks of the base |
/// | 44 | 8 | length of the contents |
/// | 52 | 8 each | for each block, bytes of the result made when it was read last; -1: never |
/// | then | 4 | checksum |
/// | next multiple of 4096 | 37 | a checkpoint; another one 4096 bytes behind |
/// | 8192 behind that | as above | contents of the base's streams, as in the patch's scratch |
/// | next multiple of 4096 behind that | a block and 16 each | slots for blocks |
///
/// A checkpoint has its number (8), a phase (1: 0 applying, 1 complete), the three numbers of a
/// [dev.sluice.patch.Checkpoint] (8 each), and its checksum (4). They are written by turns; of
/// those with a right checksum the one with the higher number counts; where there is none, applying
/// begins anew.
///
/// A slot has the number of the block (4), its length (4), the bytes, and its checksum (4) behind
/// them. A slot whose checksum is wrong is free, as is one whose block was read last before the
/// checkpoint. What is in the journal about a block of the base is true for ever, so that nothing
/// needs to be erased.
///
/// The order of writes: during the first pass the contents; the journal in its whole length, and
/// then its head; zeros behind the file, where the result is longer; all of which is durable before
/// the first block is overwritten, so that no disk is full later. Then by turns blocks into slots,
/// made durable, and the result over those blocks; at a checkpoint the result, made durable, and
/// the checkpoint, made durable. In the end the checkpoint of the phase complete, then the file is
/// cut to its length, made durable, and the journal emptied. A journal without a right head is
/// none: nothing was overwritten under it.
@NullMarked
@CheckReturnValue
package dev.sluice.patch.inplace;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
