/// The encoding half of the arithmetic coder, whose models are those of
/// [dev.sluice.patch.coding].
///
/// Main type: [dev.sluice.diff.coding.BitEncoder]. Only [dev.sluice.diff.body] depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.coding;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
