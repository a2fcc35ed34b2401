/// External channels: how they stand, and a test of each.
///
/// Main type: [dev.sluice.console.channel.ChannelRoutes], over
/// [dev.sluice.console.channel.ChannelPort], which the notifier implements. It configures none.
/// The notifier depends on it.
@NullMarked
package dev.sluice.console.channel;

import org.jspecify.annotations.NullMarked;
