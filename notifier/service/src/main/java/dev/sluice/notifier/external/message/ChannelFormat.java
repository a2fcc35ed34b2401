package dev.sluice.notifier.external.message;

/// What the body of a message is.
public enum ChannelFormat {
  /// The CloudEvent as one JSON document (structured mode).
  CLOUDEVENTS,
  /// Plain words for people.
  TEXT
}
