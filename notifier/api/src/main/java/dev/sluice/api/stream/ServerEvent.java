package dev.sluice.api.stream;

/// One event of a stream.
///
/// @param name its kind, such as `rollout.changed`; no line breaks
/// @param data a record that the route declares
public record ServerEvent(String name, Object data) {
  /// Checks the name.
  public ServerEvent {
    if (name.isEmpty() || name.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("expected a name without line breaks, got " + name);
    }
  }
}
