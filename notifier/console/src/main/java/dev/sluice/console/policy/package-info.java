/// Rollout policies: shown, checked, applied.
///
/// Main type: [dev.sluice.console.policy.PolicyRoutes], over
/// [dev.sluice.console.policy.PolicyQueries] and [dev.sluice.console.policy.PolicyReader], which
/// the notifier implements. What a policy may say is the reader's to know. The notifier depends
/// on it.
@NullMarked
package dev.sluice.console.policy;

import org.jspecify.annotations.NullMarked;
