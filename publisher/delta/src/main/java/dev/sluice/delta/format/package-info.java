/// Reads and writes the coded streams that a patch consists of.
///
/// Main types: [dev.sluice.delta.format.ScriptEncoder] for the differ's side,
/// [dev.sluice.delta.format.BlockReader] for the patcher's. What a patch means stands in
/// [dev.sluice.delta.PatchHeader] and `dev.sluice.delta`'s package documentation. It allocates
/// nothing whose size was not checked before. Only the API and the container package of this module
/// depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.format;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
