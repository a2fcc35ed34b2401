package dev.sluice.program.exit;

import java.util.List;

/// A configuration or document that cannot be used, with every mistake that was found.
public final class InvalidConfigException extends ProgramException {
  private static final long serialVersionUID = 1;

  private final String subject;
  private final transient List<String> mistakes;

  /// @param subject what was read: a file, or the program's name
  /// @param mistakes each names its key, what was expected and what came; at least one
  public InvalidConfigException(String subject, List<String> mistakes) {
    super(ExitCode.USAGE, subject + ": " + String.join("; ", mistakes));
    this.subject = subject;
    this.mistakes = List.copyOf(mistakes);
  }

  /// What was read.
  public String subject() {
    return subject;
  }

  /// Each mistake by itself.
  public List<String> mistakes() {
    return mistakes;
  }
}
