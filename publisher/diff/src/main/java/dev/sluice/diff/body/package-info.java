/// Writes the body of a patch, which [dev.sluice.patch.body] reads.
///
/// Main type: [dev.sluice.diff.body.PatchBody]. Only the API of this module depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.body;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
