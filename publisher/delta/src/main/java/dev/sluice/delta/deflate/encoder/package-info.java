/// The encoders known, zlib, its relatives and Go's, by their parameters.
///
/// Main type: [dev.sluice.delta.deflate.encoder.Profile], the parameters of an encoder, as they
/// stand at the head of a recipe. What an encoder does with them is the concern of
/// [dev.sluice.delta.deflate.match] and [dev.sluice.delta.deflate.block]. It depends on
/// [dev.sluice.delta.deflate.token] alone.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.deflate.encoder;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
