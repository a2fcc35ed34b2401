/// Applies patches for a shell, on files that the shell opens.
///
/// Main type: [PatchApplication], which goes on with a patch while it is fetched and keeps
/// checkpoints; [InPlaceApplication] applies one over the installed file. Whatever the files hold,
/// the answer is an event of the machine. It opens no file by itself and decides nothing about
/// releases. Only shells and the simulation may depend on it; the machine's packages do not.
@NullMarked
@CheckReturnValue
package dev.sluice.update.apply;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
