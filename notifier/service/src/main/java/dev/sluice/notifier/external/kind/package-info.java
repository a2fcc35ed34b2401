/// The kinds of external channels, one file each.
///
/// Main type: [dev.sluice.notifier.external.kind.ChannelKind]. A kind checks a configuration and
/// makes the target that a Camel route sends to; it never retries and keeps nothing. The package
/// of external channels and the kinds of AWS depend on it.
@NullMarked
package dev.sluice.notifier.external.kind;

import org.jspecify.annotations.NullMarked;
