/// Recipes as they are read: segments, and in each of them where the stream deviates from what its
/// encoder would do.
///
/// Main type: [dev.sluice.formats.deflate.recipe.Corrections]. The form is that of
/// [dev.sluice.formats.deflate]. It believes nothing: what no recipe holds is refused where it
/// stands, and what does not fit the contents, by who follows the recipe.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.deflate.recipe;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
