/// How zstd frames were made: by which version, at which level, how the contents came.
///
/// Main type: [dev.sluice.diff.zstd.ZstdAnalysis]. A frame whose recipe would be longer than 1/16
/// of
/// it stays as it is. Only [dev.sluice.diff.view] depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.zstd;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
