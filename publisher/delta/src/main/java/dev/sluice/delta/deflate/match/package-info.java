/// Which token an encoder would write next, whatever the stream has done so far.
///
/// Main type: [dev.sluice.delta.deflate.match.Predictor]. Behind it, a `Matcher` searches the
/// contents as one encoder does: zlib and its relatives, Go, or Go at level 1. The differ and a
/// device run the same code, so that both foretell alike; where a stream deviates is not its
/// concern. It depends on [dev.sluice.delta.deflate.token] and [dev.sluice.delta.deflate.encoder].
@NullMarked
@CheckReturnValue
package dev.sluice.delta.deflate.match;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
