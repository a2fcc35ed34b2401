package dev.sluice.agent;

import java.util.List;

/// An agent that cannot start. The message is for people: what was expected, what came, what to do.
public abstract sealed class AgentException extends Exception {
  private static final long serialVersionUID = 1;

  private AgentException(String message) {
    super(message);
  }

  /// A configuration that cannot be used; the message lists all that is wrong with it.
  public static final class InvalidConfig extends AgentException {
    private static final long serialVersionUID = 1;

    /// @param source where the configuration came from, such as a file name
    /// @param mistakes one line each; at least one
    public InvalidConfig(String source, List<String> mistakes) {
      super(source + " cannot be used: " + String.join("; ", mistakes));
    }
  }

  /// The configuration is sound, but what it names is not there or cannot be used.
  public static final class CannotStart extends AgentException {
    private static final long serialVersionUID = 1;

    /// @param message subject, expectation, fact, and what to do
    public CannotStart(String message) {
      super(message);
    }
  }
}
