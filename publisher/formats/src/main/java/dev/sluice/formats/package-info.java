/// The formats of streams that can be taken apart and made again.
///
/// Main type: [dev.sluice.formats.StreamKind]. Each format has a package of its own below. It knows
/// no
/// patches, and refuses to find streams or how they were made: that is the differ's part. Only the
/// patcher and the differ may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.formats;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
