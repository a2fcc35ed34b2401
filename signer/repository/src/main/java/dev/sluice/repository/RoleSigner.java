package dev.sluice.repository;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.Signature;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// Signs for roles. Their keys stay where they are kept: what comes out is public.
public interface RoleSigner {
  /// The keys with which a role can sign here, in a stable order; empty if there are none. After
  /// those in force come prepared successors.
  ///
  /// @throws IOException if they are there but cannot be used
  List<PublicKey> keysOf(String role) throws IOException;

  /// The keys of a role, made if there are none.
  ///
  /// @throws IOException if they cannot be kept safely, or cannot be used
  List<PublicKey> ensureKeys(String role) throws IOException;

  /// Signs a message with those keys of a role that are among the wanted ones, in the order of
  /// [#keysOf].
  ///
  /// @param wanted materials of the keys that are to sign
  /// @throws IOException if they are there but cannot be used
  List<Signature> sign(String role, Set<Digest> wanted, byte[] message) throws IOException;
}
