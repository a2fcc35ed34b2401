package dev.sluice.store;

import dev.sluice.program.exit.NotAllowedException;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.retry.Unavailable;

/// The object store does not answer, fails inside, or refuses our credentials: the same request may
/// succeed later.
public final class StoreUnavailableException extends StoreException implements Unavailable {
  private static final long serialVersionUID = 1L;

  private final boolean credentialsRefused;

  /// @param message one line
  public StoreUnavailableException(String message, Throwable cause, boolean credentialsRefused) {
    super(message, cause);
    this.credentialsRefused = credentialsRefused;
  }

  @Override
  public boolean isCredentialsRefused() {
    return credentialsRefused;
  }

  /// As the end of a program or command.
  public ProgramException explain() {
    String message = String.valueOf(getMessage());
    return credentialsRefused
        ? new NotAllowedException(message, this)
        : new UnreachableException(message, this);
  }
}
