/// External channels: tells receivers outside of Sluice what happens, by Camel routes, one channel
/// apart from the other.
///
/// Main type: [dev.sluice.notifier.external.Channels]. It decides nothing about rollouts, and no
/// receiver holds up another or the pipeline. The notifier's program depends on it.
@NullMarked
package dev.sluice.notifier.external;

import org.jspecify.annotations.NullMarked;
