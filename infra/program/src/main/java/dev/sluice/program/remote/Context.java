package dev.sluice.program.remote;

import dev.sluice.program.config.SecretText;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// Where the APIs of one installation are, and with what one may speak to them.
///
/// @param publisher address of the publisher's API
/// @param notifier address of the notifier's API
/// @param token sent to both
/// @param trust PEM file of the authorities to trust; absent for those of the JDK
public record Context(
    Optional<URI> publisher,
    Optional<URI> notifier,
    Optional<SecretText> token,
    Optional<Path> trust) {
  /// Knows nothing.
  public static final Context EMPTY =
      new Context(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// The address of one API; empty if this context has none.
  public Optional<URI> address(Api api) {
    return switch (api) {
      case PUBLISHER -> publisher;
      case NOTIFIER -> notifier;
    };
  }

  /// This context, with what the other has in place of its own.
  public Context with(Context other) {
    return new Context(
        other.publisher.or(() -> publisher),
        other.notifier.or(() -> notifier),
        other.token.or(() -> token),
        other.trust.or(() -> trust));
  }
}
