/// A terminal that is drawn on: how large it is, and a picture that is redrawn in place.
///
/// Main type: [dev.sluice.console.command.terminal.LiveScreen]. It knows nothing of what it
/// shows. The commands of the console depend on it.
@NullMarked
package dev.sluice.console.command.terminal;

import org.jspecify.annotations.NullMarked;
