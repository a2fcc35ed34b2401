/// Knows what addresses in executables refer to, and so how they change when code moves.
///
/// A new build of a program moves most of its functions a little, and with them every distance and
/// address that refers to them: bytes change all over the file though nothing happened there. Main
/// types: [dev.sluice.formats.executable.ExecutableModel] is what an ELF file says about its
/// addresses;
/// [dev.sluice.formats.executable.Predictor] rewrites copied bytes of old to what they become in
/// new,
/// given the edit script ([dev.sluice.formats.executable.AddressMap]) and a small table about new
/// ([dev.sluice.formats.executable.Layout]), so that corrections are needed only where it errs.
///
/// An executable may stand in several pieces of a file system: all here is about the file that they
/// make.
///
/// A wrong prediction costs size and nothing else. So the model guesses freely: where instructions
/// begin, which words are addresses, what a jump table is. What must hold is that maker and applier
/// of a patch guess alike: all follows from the old bytes, the edit script, the table about new,
/// and the new bytes before the ones at hand.
///
/// Files for x86-64 and AArch64, 64-bit and little-endian, are understood. Nothing in them is
/// trusted: whatever the bytes, reading ends, with memory bounded by
/// [dev.sluice.formats.executable.ExecutableModel#MEMORY_BYTES]. It refuses to know patches and
/// entropy coding. Only the patcher and the differ depend on it.
///
/// The idea of predicting references goes back to Percival (2003), Courgette and Zucchini.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.executable;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
