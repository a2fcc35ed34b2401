/// What `infra/deploy` holds, checked: the dashboard and the alerts against their own rules and
/// against the metrics of running programs.
///
/// Main type: [dev.sluice.stack.deploy.Watching]. Tests of this module depend on it.
@NullMarked
package dev.sluice.stack.deploy;

import org.jspecify.annotations.NullMarked;
