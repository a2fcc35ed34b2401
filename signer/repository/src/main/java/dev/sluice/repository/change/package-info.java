/// What somebody wants to be different, worked out against one state.
///
/// Main types: [dev.sluice.repository.change.Proposal], what is wanted, and
/// [dev.sluice.repository.change.Changes], what it means for the documents. A
/// [dev.sluice.repository.change.Planner] makes one; it is asked again if the state has moved.
@NullMarked
@CheckReturnValue
package dev.sluice.repository.change;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
