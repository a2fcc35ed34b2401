package dev.sluice.edge.traffic;

/// What a node refuses or gives up when it is reached.
public enum Limit {
  /// Connections to the HTTP server.
  CONNECTIONS,
  /// Length of a request line.
  REQUEST_LINE,
  /// Size of a request's headers.
  HEADERS,
  /// Fetches under way at a time: one waited for too long.
  FILLS,
  /// How long a reader waits for a slice.
  READER_WAIT,
  /// Attempts to fetch one slice.
  ATTEMPTS,
  /// Refreshes for one announcement.
  REFRESHES
}
