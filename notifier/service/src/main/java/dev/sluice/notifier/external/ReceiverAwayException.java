package dev.sluice.notifier.external;

import dev.sluice.program.retry.Unavailable;

/// The receiver of a channel does not answer, or does not want us now; it is tried again.
final class ReceiverAwayException extends Exception implements Unavailable {
  private static final long serialVersionUID = 1;

  ReceiverAwayException(String message) {
    super(message);
  }

  @Override
  public boolean isCredentialsRefused() {
    return false;
  }
}
