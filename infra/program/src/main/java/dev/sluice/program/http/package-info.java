/// What all who speak HTTP to another process keep to: how long they wait, and how they name an
/// object there.
///
/// Main type: [dev.sluice.program.http.SilenceLimit], the one rule for lines that are slow. Shells
/// use it.
@NullMarked
package dev.sluice.program.http;

import org.jspecify.annotations.NullMarked;
