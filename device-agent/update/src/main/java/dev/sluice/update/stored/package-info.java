/// The memory as a document on disk.
///
/// Main type: [UpdateMemoryCodec]. A document of ours is untrusted after a crash: what is not byte
/// for byte sound is refused, and the device begins as if it had never been updated. It neither
/// reads nor writes files. Only shells and the simulation may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.stored;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
