/// Makes patches from files: each one proven, several at a time, within bounds.
///
/// Main type: [dev.sluice.publisher.patch.PatchBuilder]. It refuses to call a patch built that it
/// has not applied itself. It knows nothing of releases, of the store or of the queue. Only
/// `dev.sluice.publisher.delta` may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher.patch;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
