package dev.sluice.notifier.external.kind;

import dev.sluice.notifier.external.message.Notice;
import java.time.Duration;
import org.apache.camel.Message;

/// Where the route of one channel sends to. For one message at a time.
public interface Target {
  /// How long a connection may take, and again an answer.
  Duration LIMIT = Duration.ofSeconds(10);

  /// The URI of the Camel endpoint, without secrets.
  String endpoint();

  /// Makes the message: body and headers.
  void prepare(Message message, Notice notice);

  /// Looks at what the receiver answered.
  ///
  /// @throws RefusedException if that says that the message was not taken
  default void requireTaken(Message answer) throws RefusedException {
    // Most say so by an error.
  }

  /// Whether a failure says that the receiver will never take this message; else it is away, or
  /// does not want us now.
  boolean refuses(Throwable failure);

  /// The failure in one line, without secrets.
  default String describe(Throwable failure) {
    String message = failure.getMessage();
    return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
