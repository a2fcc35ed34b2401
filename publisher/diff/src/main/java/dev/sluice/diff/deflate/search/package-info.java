/// The differ's search for the recipe of a stream.
///
/// Main type: [dev.sluice.diff.deflate.search.ProfileSearch] finds from the beginning of a stream
/// which profiles explain it best; a [dev.sluice.diff.deflate.search.RecipePass] writes the recipe
/// of a stream for one of them. They read streams from anywhere, so a broken one is an outcome like
/// others. Whether a recipe makes its stream again is tried by those who take it. Only
/// [dev.sluice.diff.deflate.DeflateAnalysis] depends on it; no device needs it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.deflate.search;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
