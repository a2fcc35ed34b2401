/// What people see and order: rollouts, policies, devices and tokens, over HTTP and in a browser.
///
/// Main type: [dev.sluice.console.ConsoleRoutes], with [dev.sluice.console.ConsolePages] on top,
/// over [dev.sluice.console.ConsolePorts] that the notifier implements; each feature has a
/// package of its own below this one. It decides nothing: an order becomes an event with who,
/// when and why, and its effect shows in the queries. The notifier depends on it.
@NullMarked
package dev.sluice.console;

import org.jspecify.annotations.NullMarked;
