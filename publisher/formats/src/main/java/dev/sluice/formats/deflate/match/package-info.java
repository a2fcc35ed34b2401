/// Which token an encoder would write next, whatever the stream has done so far.
///
/// Main type: [dev.sluice.formats.deflate.match.Predictor]. Behind it, a `Matcher` searches the
/// contents as one encoder does: zlib and its relatives, Go, or Go at level 1. The differ and a
/// device run the same code, so that both foretell alike; where a stream deviates is not its
/// concern. It depends on [dev.sluice.formats.deflate.token] and
/// [dev.sluice.formats.deflate.encoder].
@NullMarked
@CheckReturnValue
package dev.sluice.formats.deflate.match;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
