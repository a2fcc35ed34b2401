package dev.sluice.notifier.channel;

/// A message says something that its topic does not allow.
public final class WrongTopicException extends Exception {
  private static final long serialVersionUID = 1;

  WrongTopicException(String message) {
    super(message);
  }
}
