package dev.sluice.signer.keys;

import dev.sluice.program.retry.Unavailable;
import java.io.IOException;

/// Another process holds the lock of the keys for longer than a change takes; one line.
public final class KeysBusyException extends IOException implements Unavailable {
  private static final long serialVersionUID = 1L;

  KeysBusyException(String message) {
    super(message);
  }

  @Override
  public boolean isCredentialsRefused() {
    return false;
  }
}
