/// Decides what a device does next on its way from one release to another.
///
/// Main type: [dev.sluice.update.UpdateMachine], one pure function from state, event and instant to
/// the next state and the effects to perform, in order. [dev.sluice.update.UpdateMemory] is what
/// must survive a power cut. An artifact comes by patches to the installed file, else compressed as
/// a
/// patch to nothing, else slice by slice; [dev.sluice.update.PatchApplication] applies patches
/// while
/// they are fetched, on files that the shell opens. It refuses to install anything that the rings
/// document and the product
/// role do not agree on, anything below the device's rollback floor, and every byte whose digest is
/// not the vouched one. Only the agent and the simulation may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
