package dev.sluice.kafka;

import dev.sluice.program.retry.Unavailable;
import java.io.IOException;

/// An event that Kafka did not acknowledge in time. It may have arrived nevertheless; sending it
/// again is safe.
public final class UndeliveredEventException extends IOException implements Unavailable {
  private static final long serialVersionUID = 1L;

  UndeliveredEventException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public boolean isCredentialsRefused() {
    return KafkaFailures.isCredentialsRefused(this);
  }
}
