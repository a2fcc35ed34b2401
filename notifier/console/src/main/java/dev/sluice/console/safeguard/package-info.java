/// Safeguard holds, which keep devices out of a product's releases: shown, added, lifted.
///
/// Main type: [dev.sluice.console.safeguard.SafeguardRoutes], over
/// [dev.sluice.console.safeguard.SafeguardQueries], which the notifier implements. Which devices
/// a hold keeps out is the notifier's to count. The notifier depends on it.
@NullMarked
package dev.sluice.console.safeguard;

import org.jspecify.annotations.NullMarked;
