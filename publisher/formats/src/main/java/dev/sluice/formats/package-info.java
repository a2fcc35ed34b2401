/// The formats of streams that can be taken apart and made again: one file each.
///
/// Main type: [dev.sluice.formats.StreamFormat], found through
/// [dev.sluice.formats.StreamFormats]. What it takes to follow one stands in a package of its own
/// below, all of which know no other but [dev.sluice.formats.stream];
/// [dev.sluice.formats.executable] follows the addresses of programs, which are no streams. It
/// knows
/// no patches, and refuses to find streams or how they were made: that is the differ's part. Only
/// the patcher and the differ may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.formats;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
