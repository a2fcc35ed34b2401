/// Reads the notifier's settings and rollout policies from YAML.
///
/// Main type: [dev.sluice.notifier.config.PolicyReader]. It refuses unknown keys and
/// contradictions, all mistakes in one message. Whoever starts the notifier depends on it.
@NullMarked
package dev.sluice.notifier.config;

import org.jspecify.annotations.NullMarked;
