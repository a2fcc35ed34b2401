package dev.sluice.edge.failure;

import java.util.List;

/// A configuration that cannot be used; the message lists all that is wrong with it.
public final class InvalidConfigException extends EdgeException {
  private static final long serialVersionUID = 1;

  /// @param source where the configuration came from, a file name say
  /// @param mistakes one line each; at least one
  public InvalidConfigException(String source, List<String> mistakes) {
    super(source + " cannot be used: " + String.join("; ", mistakes));
  }
}
