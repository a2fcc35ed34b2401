/// What an external channel is told: its configuration, which events it wants, and what it sends of
/// one.
///
/// Main types: [dev.sluice.notifier.external.message.ChannelConfig] and
/// [dev.sluice.notifier.external.message.Notice]. It sends nothing. The other packages of external
/// channels depend on it.
@NullMarked
package dev.sluice.notifier.external.message;

import org.jspecify.annotations.NullMarked;
