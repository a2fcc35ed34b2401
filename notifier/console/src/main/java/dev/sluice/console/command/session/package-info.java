/// What the console's commands have in common: the API that they call, how long they wait for the
/// effect of an order, and how they write what came back.
///
/// Main type: [dev.sluice.console.command.session.Session]. It knows no command; they depend on
/// it.
@NullMarked
package dev.sluice.console.command.session;

import org.jspecify.annotations.NullMarked;
