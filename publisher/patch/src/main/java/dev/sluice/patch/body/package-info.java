/// The body of a patch: a layout, and sections, of edits or of bytes that have a dictionary.
///
/// Main type: [dev.sluice.patch.body.BodyReader]. Of edits there is one codec for both directions,
/// which the differ uses too. The layout of the bytes is documented with
/// [dev.sluice.patch.Patcher]'s package. It takes whatever bytes come and either reads them or says
/// what was expected; it never throws anything else. Only the API of this module and the
/// differ depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.patch.body;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
