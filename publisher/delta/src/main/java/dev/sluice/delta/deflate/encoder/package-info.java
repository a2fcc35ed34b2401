/// What known encoders would do, zlib, its relatives and Go's: which token comes next, where a
/// block
/// ends and how it is coded.
///
/// Main types: [dev.sluice.delta.deflate.encoder.Predictor] foretells tokens, and
/// [dev.sluice.delta.deflate.encoder.BlockBuffer] blocks, both as a
/// [dev.sluice.delta.deflate.encoder.Profile] has it, the parameters of an encoder. Behind them, an
/// encoder is a `Matcher`, how it searches, and a `Planner`, how it codes blocks. They say what
/// an encoder would do after anything that the stream has done so far; where a stream deviates is
/// not their concern. The differ and a device run the same code, so that both foretell alike. It
/// depends on [dev.sluice.delta.deflate.token] alone.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.deflate.encoder;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
