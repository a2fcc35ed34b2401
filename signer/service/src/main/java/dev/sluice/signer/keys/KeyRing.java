package dev.sluice.signer.keys;

import dev.sluice.repository.RoleSigner;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.Signature;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// Where the signing keys of roles are: a directory, or memory in tests.
public interface KeyRing extends RoleSigner {
  /// The keys with which a role signs here, in a stable order; empty if there are none.
  ///
  /// After those in force come prepared successors, so that a crash between naming a successor and
  /// putting it in force leaves a role that can sign.
  ///
  /// @throws IOException if they are there but cannot be used
  List<SigningKey> find(String role) throws IOException;

  /// Makes the keys of a role that has none.
  ///
  /// @throws IOException if they cannot be kept safely
  List<SigningKey> create(String role) throws IOException;

  /// Makes a successor for each key of the role that is in force here and named, safe before this
  /// returns. What was prepared before and never named is given again.
  ///
  /// @param named materials of the keys that the repository names for the role
  /// @throws IOException if they cannot be kept safely
  List<Succession> prepare(String role, Set<Digest> named) throws IOException;

  /// Puts in force the prepared successors that the repository names, and puts away the keys that
  /// they replace.
  ///
  /// @param named materials of the keys that the repository names for the role
  /// @throws IOException if the files cannot be moved; asking again carries on
  void settle(String role, Set<Digest> named, OldKeys oldKeys) throws IOException;

  /// Keeps every other process that uses these keys from changing keys or metadata until it is
  /// closed.
  ///
  /// @throws IOException if somebody else holds it for too long
  Hold hold() throws IOException;

  @Override
  default List<PublicKey> keysOf(String role) throws IOException {
    return find(role).stream().map(SigningKey::publicKey).toList();
  }

  @Override
  default List<PublicKey> ensureKeys(String role) throws IOException {
    List<SigningKey> keys = find(role);
    return (keys.isEmpty() ? create(role) : keys).stream().map(SigningKey::publicKey).toList();
  }

  @Override
  default List<Signature> sign(String role, Set<Digest> wanted, byte[] message) throws IOException {
    return find(role).stream()
        .filter(key -> wanted.contains(key.material()))
        .map(key -> key.sign(message))
        .toList();
  }

  /// A key in force and the one that is to follow it.
  record Succession(SigningKey current, SigningKey next) {}

  /// What becomes of a key that was replaced.
  enum OldKeys {
    /// It stays beside the others, where nothing signs with it; for a person to take offline.
    KEEP,
    /// It is deleted.
    DELETE
  }

  /// Exclusive use of the keys.
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }
}
