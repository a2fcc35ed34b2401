package dev.sluice.signer.commit;

import java.io.IOException;
import java.util.Set;

/// Looks on whenever the repository is about to be signed.
public interface SigningWatch {
  /// Sees nothing and forbids nothing.
  SigningWatch NONE = new SigningWatch() {};

  /// Something is to be signed now.
  ///
  /// @throws IOException if it must not be, because our clock is wrong, say
  default void beforeSigning() throws IOException {}

  /// A revision is in the store.
  ///
  /// @param roles every role of which a document was signed for it
  default void signed(Set<String> roles) {}
}
