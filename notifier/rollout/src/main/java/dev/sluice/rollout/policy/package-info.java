/// Says how a release travels through the rings of a product.
///
/// Main type: [dev.sluice.rollout.policy.RolloutPolicy]. It refuses contradictions when built and
/// reads no files: shells read YAML into it. The rollout machine and shells depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.rollout.policy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
