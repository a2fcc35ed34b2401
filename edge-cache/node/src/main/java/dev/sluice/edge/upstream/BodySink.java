package dev.sluice.edge.upstream;

import dev.sluice.cache.upstream.ObjectFacts;

/// Takes the body of an answer while it arrives.
///
/// Failures of the sink's own are [dev.sluice.edge.failure.StoreFailedException]s and pass through
/// the upstream untouched.
public interface BodySink {
  /// A body of `facts.bodyLengthBytes()` follows; whatever came before counts no more.
  void begin(ObjectFacts facts);

  /// The next bytes of the body.
  void write(byte[] bytes, int offset, int count);
}
