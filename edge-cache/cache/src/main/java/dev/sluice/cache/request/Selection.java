package dev.sluice.cache.request;

import dev.sluice.cache.slice.ByteRange;

/// What a request selects of an object whose length is known.
public sealed interface Selection {
  /// All of it: status 200.
  record Whole() implements Selection {}

  /// One range: status 206.
  record Part(ByteRange range) implements Selection {}

  /// Nothing that exists: status 416.
  record Unsatisfiable() implements Selection {}
}
