/// Compressed streams: how their contents come out, and how exactly the same bytes are made again.
///
/// Main type: [dev.sluice.formats.stream.StreamRebuilder]. Each format has a package of its own
/// that
/// offers two things: expansion of a base's stream and rebuilding of a result's stream, both in
/// memory bounded beforehand. How a stream was made the differ finds out. It knows no format; every
/// other package of this module, the patcher and the differ may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.stream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
