package dev.sluice.tuf.metadata;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;

/// The signed part of a metadata file.
public sealed interface RoleMetadata permits Root, Timestamp, Snapshot, Targets {
  /// Version, expiry and specification.
  Header header();

  /// The document as JSON; canonical encoding of it is what gets signed.
  JsonObject toJson();

  /// The document's version, at least 1.
  default long version() {
    return header().version();
  }

  /// The moment from which the document is no longer to be trusted.
  default Instant expires() {
    return header().expires();
  }

  /// Whether the document has expired at `now`. The expiry itself is the first moment that it has.
  default boolean isExpiredAt(Instant now) {
    return !now.isBefore(expires());
  }

  /// Reads the signed part of a file as one kind of document.
  @FunctionalInterface
  interface Decoder<T extends RoleMetadata> {
    /// @throws MalformedJsonException if the document is not of that kind and form
    T decode(JsonObject signed) throws MalformedJsonException;
  }
}
