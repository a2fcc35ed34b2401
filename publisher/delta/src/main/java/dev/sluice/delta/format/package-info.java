/// The body of a patch: a layout, and sections, of edits or of bytes that have a dictionary.
///
/// Main types: [dev.sluice.delta.format.PatchBody], which is written, and
/// [dev.sluice.delta.format.BodyReader]; for edits both meet in one codec for both directions. The
/// layout of the bytes is documented with
/// [dev.sluice.delta.Differ]'s package. It takes whatever bytes come and either reads them or says
/// what was expected; it never throws anything else. Only the API of this module depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.format;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
