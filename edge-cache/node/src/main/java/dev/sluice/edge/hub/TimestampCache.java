package dev.sluice.edge.hub;

import java.util.Optional;

/// The copy of `metadata/timestamp.json` that devices get from this node.
public interface TimestampCache {
  /// The copy, fresh or not.
  Optional<byte[]> held();

  /// Asks upstream now.
  ///
  /// @param noCache whether caches at upstream have to do the same
  /// @return the new copy; empty when upstream did not deliver
  Optional<byte[]> refresh(boolean noCache);
}
