package dev.sluice.program.exit;

/// Why a program or command ended: a message of one line for a person, and an exit code by kind.
public abstract sealed class ProgramException extends RuntimeException
    permits UsageException,
        InvalidConfigException,
        CannotStartException,
        FailedException,
        RefusedException,
        UnreachableException,
        NotAllowedException,
        PendingException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  ProgramException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  ProgramException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /// One of [ExitCode]'s.
  public final int exitCode() {
    return exitCode;
  }
}
