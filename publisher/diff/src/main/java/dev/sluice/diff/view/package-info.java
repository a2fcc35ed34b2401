/// How the differ looks into containers: which streams base and result hold, and which of them are
/// taken apart.
///
/// Main type: [dev.sluice.diff.view.PairView], whose [dev.sluice.patch.view.Layout] leads a device
/// to
/// the same views. Streams that base and result have in common stay compressed, so that nobody
/// spends
/// time on them; so do streams with long recipes of whose contents the base knows little, and what
/// cannot be made again. Only the API of this module depends on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.view;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
