/// How a deflate stream was made.
///
/// Main type: [dev.sluice.diff.deflate.DeflateAnalysis], which finds the recipe that
/// [dev.sluice.formats.deflate.DeflateRebuilder] follows, and takes no stream that it has not made
/// again. Only [dev.sluice.diff.view] depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.deflate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
