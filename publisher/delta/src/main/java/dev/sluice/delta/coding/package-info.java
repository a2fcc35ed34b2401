/// Entropy coding: bits under adaptive probabilities, and the models that predict them.
///
/// Main types: [dev.sluice.delta.coding.BitCoder], which is an encoder or a decoder, and on it
/// [dev.sluice.delta.coding.NumberModel], [dev.sluice.delta.coding.InsertionModel] and
/// [dev.sluice.delta.coding.CorrectionModel]. Each model is one piece of code for both directions,
/// so that encoder and decoder cannot drift apart. Arithmetic is on integers only: every platform
/// comes to the same probabilities. It knows nothing of edits or containers; only
/// `dev.sluice.delta.format` depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.coding;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
