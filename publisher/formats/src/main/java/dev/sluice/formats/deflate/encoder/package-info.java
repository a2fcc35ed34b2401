/// The encoders known, zlib, its relatives and Go's, by their parameters.
///
/// Main type: [dev.sluice.formats.deflate.encoder.Profile], the parameters of an encoder, as they
/// stand at the head of a recipe. What an encoder does with them is the concern of
/// [dev.sluice.formats.deflate.match] and [dev.sluice.formats.deflate.block]. It depends on
/// [dev.sluice.formats.deflate.token] alone.
@NullMarked
@CheckReturnValue
package dev.sluice.formats.deflate.encoder;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
