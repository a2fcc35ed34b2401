/// The publisher's commands.
///
/// Main type: [dev.sluice.publisher.command.PublisherCommands], by which `sluice` finds them. They
/// refuse to read the store or the queue: what they need of a running pipeline, they ask its API.
/// Nothing may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher.command;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
