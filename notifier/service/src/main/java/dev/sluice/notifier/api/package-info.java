/// Shows rollouts and takes orders over HTTP.
///
/// Main type: [dev.sluice.notifier.api.RolloutApi]. It refuses requests without the bearer token,
/// and binds to loopback unless told otherwise. Programs and `infra/stack` may depend on it.
@NullMarked
package dev.sluice.notifier.api;

import org.jspecify.annotations.NullMarked;
