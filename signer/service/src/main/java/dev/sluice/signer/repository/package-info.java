/// The repository's metadata: what it says now, and how a change makes the next revision of it.
///
/// Main types: [dev.sluice.signer.repository.RepositoryWriter], which owns the state, and
/// [dev.sluice.signer.repository.Revision], which is pure. It refuses metadata that our own keys
/// did not sign. The store is the only database. Only the signer may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.signer.repository;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
