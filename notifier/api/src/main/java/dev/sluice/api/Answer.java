package dev.sluice.api;

import dev.sluice.api.stream.EventFeed;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/// What a route answers.
public sealed interface Answer {
  /// A record as JSON, or nothing.
  ///
  /// @param status 200 to 299
  /// @param body a record that the route declares for this status; absent for 204
  /// @param headers further ones by name
  record Document(int status, Optional<Object> body, Map<String, String> headers)
      implements Answer {
    /// Checks the status and copies.
    public Document {
      headers = Map.copyOf(headers);
      if (status < 200 || status > 299) {
        throw new IllegalArgumentException("expected 200 to 299, got " + status);
      }
    }
  }

  /// Server-sent events until the client goes or the feed ends.
  record Events(EventFeed feed) implements Answer {}

  /// 200 with a file, written while it is sent.
  ///
  /// @param mediaType one that the route declares
  /// @param headers further ones by name
  /// @param content writes it; a failure of it breaks the connection, so that nobody takes a part
  ///     for the whole
  record Stream(String mediaType, Map<String, String> headers, Content content) implements Answer {
    /// Copies.
    public Stream {
      headers = Map.copyOf(headers);
    }

    /// What writes a file.
    @FunctionalInterface
    public interface Content {
      /// Writes all of it; does not close.
      ///
      /// @throws IOException if it cannot be had, or the client is gone
      void writeTo(OutputStream out) throws IOException;
    }
  }

  /// 200 with a document.
  static Answer ok(Object body) {
    return new Document(200, Optional.of(body), Map.of());
  }

  /// 201: made, and where it is.
  ///
  /// @param location path of what was made, such as `/api/v1/tokens/ci`
  static Answer created(String location, Object body) {
    return new Document(201, Optional.of(body), Map.of("Location", location));
  }

  /// 202: the order is safe, its effect comes later.
  static Answer accepted(Object body) {
    return new Document(202, Optional.of(body), Map.of());
  }

  /// 204: done, nothing to say.
  static Answer nothing() {
    return new Document(204, Optional.empty(), Map.of());
  }

  /// 200 with a stream of events.
  static Answer events(EventFeed feed) {
    return new Events(feed);
  }
}
