/// Compressed streams: how their contents come out, and how exactly the same bytes are made again.
///
/// Main type: [dev.sluice.delta.stream.StreamRebuilder]. Each format has a package of its own that
/// offers three things: analysis (the differ's side), expansion of a base's stream and rebuilding
/// of a result's stream (the device's side, in memory bounded beforehand). Only the differ, the
/// patcher and those packages depend on this one.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.stream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
