/// Entropy coding: bits under adaptive probabilities, and the models that predict them.
///
/// Main types: [dev.sluice.patch.coding.BitCoder], which is an encoder (the differ's) or a decoder,
/// and on it
/// [dev.sluice.patch.coding.NumberModel], [dev.sluice.patch.coding.InsertionModel] and
/// [dev.sluice.patch.coding.CorrectionModel]. Each model is one piece of code for both directions,
/// so that encoder and decoder cannot drift apart. Arithmetic is on integers only: every platform
/// comes to the same probabilities. It knows nothing of edits or containers; only
/// `dev.sluice.patch.body` and the differ depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.patch.coding;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
