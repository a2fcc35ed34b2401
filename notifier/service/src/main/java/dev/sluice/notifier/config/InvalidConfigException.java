package dev.sluice.notifier.config;

import java.util.List;

/// Settings that cannot be used. The message holds every mistake, one per line.
public final class InvalidConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidConfigException(String source, List<String> mistakes) {
    super(source + " cannot be used:\n  " + String.join("\n  ", mistakes));
  }
}
