/// Says when devices may switch to another release.
///
/// Main type: [dev.sluice.events.maintenance.InstallTimes], which stands in each ring of a rings
/// document. A device asks it with its own clock and time zone; the notifier only asks how long a
/// device may have to wait. It knows no time of its own. Everything that reads rings documents may
/// depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.events.maintenance;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
