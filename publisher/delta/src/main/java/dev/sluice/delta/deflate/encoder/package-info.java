/// What zlib and its relatives would do: which token comes next, where a block ends and how it is
/// coded.
///
/// Main types: [dev.sluice.delta.deflate.encoder.Predictor] foretells tokens, and
/// [dev.sluice.delta.deflate.encoder.BlockBuffer] blocks, both as a
/// [dev.sluice.delta.deflate.encoder.Profile] has it, the parameters of an encoder. They say what
/// an encoder would do after anything that the stream has done so far; where a stream deviates is
/// not their concern. The differ and a device run the same code, so that both foretell alike. It
/// depends on [dev.sluice.delta.deflate.token] alone.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.deflate.encoder;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
