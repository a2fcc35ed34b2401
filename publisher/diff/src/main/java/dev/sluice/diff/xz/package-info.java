/// How xz streams were made.
///
/// Main type: [dev.sluice.diff.xz.XzAnalysis]. A machine without liblzma finds nothing. Only
/// [dev.sluice.diff.view] depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.xz;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
