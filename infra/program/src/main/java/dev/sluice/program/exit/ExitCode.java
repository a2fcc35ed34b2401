package dev.sluice.program.exit;

/// The exit codes of all programs and commands.
public final class ExitCode {
  /// Done.
  public static final int DONE = 0;

  /// Failed: the line on standard error says why.
  public static final int FAILED = 1;

  /// The command line or the configuration is wrong.
  public static final int USAGE = 2;

  /// A gate, a rollout or a rule refused.
  public static final int REFUSED = 3;

  /// A peer does not answer.
  public static final int UNREACHABLE = 4;

  /// A peer refuses the credentials, or they do not allow this.
  public static final int NOT_ALLOWED = 5;

  /// Accepted, but still under way when the time to wait was over.
  public static final int PENDING = 8;

  private ExitCode() {}
}
