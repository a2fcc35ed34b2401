/// What a differ may make use of.
///
/// Main type: [dev.sluice.diff.feature.Feature]. It depends on nothing; whatever chooses depends on
/// it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff.feature;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
