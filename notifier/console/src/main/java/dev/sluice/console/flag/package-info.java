/// Feature flags that are off in a ring by an order: shown, switched off, switched on.
///
/// Main type: [dev.sluice.console.flag.FlagRoutes], over [dev.sluice.console.flag.FlagQueries],
/// which the notifier implements. Which flags there are the releases say. The notifier depends on
/// it.
@NullMarked
package dev.sluice.console.flag;

import org.jspecify.annotations.NullMarked;
