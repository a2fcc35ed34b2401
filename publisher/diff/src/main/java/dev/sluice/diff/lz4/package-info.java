/// How LZ4 streams and blocks were made.
///
/// Main types: [dev.sluice.diff.lz4.Lz4Analysis] and [dev.sluice.diff.lz4.Lz4BlockAnalysis]. A
/// stream
/// that no known encoder makes is refused. Only [dev.sluice.diff.view] depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.lz4;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
