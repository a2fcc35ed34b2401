package dev.sluice.signer.keys;

import java.io.IOException;
import java.util.List;

/// Where the signing keys of roles are: a directory, or memory in tests.
public interface KeyRing {
  /// The keys with which a role signs here, in a stable order; empty if there are none.
  ///
  /// @throws IOException if they are there but cannot be used
  List<SigningKey> find(String role) throws IOException;

  /// Makes the keys of a role that has none.
  ///
  /// @throws IOException if they cannot be kept safely
  List<SigningKey> create(String role) throws IOException;

  /// The keys of a role, made if there are none.
  ///
  /// @throws IOException as [#find(String)] and [#create(String)]
  default List<SigningKey> findOrCreate(String role) throws IOException {
    List<SigningKey> keys = find(role);
    return keys.isEmpty() ? create(role) : keys;
  }
}
