package dev.sluice.signer.clock;

import java.io.IOException;

/// Our clock and a peer's are too far apart to sign anything; one line.
public final class ClockDisagreesException extends IOException {
  private static final long serialVersionUID = 1L;

  ClockDisagreesException(String message) {
    super(message);
  }
}
