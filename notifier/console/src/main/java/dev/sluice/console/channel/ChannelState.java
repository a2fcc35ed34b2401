package dev.sluice.console.channel;

import dev.sluice.release.ProductName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An external channel as it stands; what it counts is this notifier's since it started.
///
/// @param kind such as `webhook`
/// @param receiver where it sends to, without secrets
/// @param events which it sends
/// @param products whose events it sends; all if empty
/// @param state `sending`, or `waiting` while it cannot send
/// @param problem why it waits, or why the latest attempt failed
/// @param sentEvents how many events the receiver has taken
/// @param failedAttempts how many attempts failed
/// @param deadLetters how many events were given up
/// @param oldestUnsent when the oldest event happened that could not be sent yet
public record ChannelState(
    String name,
    String kind,
    String receiver,
    List<String> events,
    List<ProductName> products,
    String state,
    Optional<String> problem,
    long sentEvents,
    long failedAttempts,
    long deadLetters,
    Optional<Instant> oldestUnsent) {
  /// Copies.
  public ChannelState {
    events = List.copyOf(events);
    products = List.copyOf(products);
  }
}
