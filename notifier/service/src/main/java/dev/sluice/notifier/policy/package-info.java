/// Reads rollout policies as people write them.
///
/// Main type: [dev.sluice.notifier.policy.PolicyDocument]. It refuses unknown and double keys and
/// names every mistake. The topology reads applied policies with it, and the console asks it before
/// one is applied, so that nothing is applied that the topology cannot read.
@NullMarked
package dev.sluice.notifier.policy;

import org.jspecify.annotations.NullMarked;
