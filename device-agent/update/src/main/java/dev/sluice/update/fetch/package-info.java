/// Brings the bytes of an artifact together: what is there already, else patches, else its slices.
///
/// Main type: [Fetching], the door, which also chooses the way. [Patching] has patches applied
/// while they are fetched, [Slices] fetches what no patch gives, [Delta] says how far it is with
/// the patches. Whatever comes has a digest to have; what does not have it is fetched once more
/// past the caches, and then comes another way. It puts nothing in place. Only the machine may
/// depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.update.fetch;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
