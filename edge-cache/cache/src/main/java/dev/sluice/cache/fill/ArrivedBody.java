package dev.sluice.cache.fill;

import dev.sluice.tuf.digest.Digest;

/// The bytes that a fetch brought, where the owner of [Fills] has put them.
public interface ArrivedBody {
  /// SHA-256 of all of them; asked for once.
  Digest checksum();

  /// All of them; asked for only where they have to be looked at, which is metadata.
  byte[] bytes();
}
