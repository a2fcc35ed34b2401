package dev.sluice.signer.clock;

import dev.sluice.program.retry.Unavailable;
import java.io.IOException;

/// Our clock and a peer's are too far apart to sign anything, or cannot be compared; one line.
public final class ClockException extends IOException implements Unavailable {
  private static final long serialVersionUID = 1L;

  ClockException(String message) {
    super(message);
  }

  ClockException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public boolean isCredentialsRefused() {
    return false;
  }
}
