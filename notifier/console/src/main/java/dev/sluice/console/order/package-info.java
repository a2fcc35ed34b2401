/// What every order of a person has in common: where it goes, and why it was given.
///
/// Main type: [dev.sluice.console.order.EventLog], which the notifier implements. It knows no
/// order. The console's other packages depend on it.
@NullMarked
package dev.sluice.console.order;

import org.jspecify.annotations.NullMarked;
