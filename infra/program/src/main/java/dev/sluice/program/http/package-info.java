/// What all who speak HTTP to another process keep to: how long they wait, how they name an
/// object there, and in which form they take it.
///
/// Main type: [dev.sluice.program.http.SilenceLimit], the one rule for lines that are slow. Shells
/// use it.
@NullMarked
package dev.sluice.program.http;

import org.jspecify.annotations.NullMarked;
