/// What every search for a stream's recipe says and uses.
///
/// Main type: [dev.sluice.diff.stream.Analysis], the outcome. It knows no format; the packages of
/// the
/// formats and [dev.sluice.diff.view] depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.stream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
