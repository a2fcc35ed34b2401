/// Turns containers into what they contain, and back, exactly.
///
/// A zip or jar is compared by its content: in the *view* of a file each deflate stream that can be
/// reproduced is replaced by the bytes it holds. Main types:
/// [dev.sluice.delta.container.DeflateScan] finds the streams,
/// [dev.sluice.delta.container.ViewExpander] writes a view, and
/// [dev.sluice.delta.container.ViewRebuilder] makes the file of a view again. It never trusts a
/// name, a size or a checksum in a container: only what was inflated and deflated again to the same
/// bytes counts. Only the API of this module depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.container;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
