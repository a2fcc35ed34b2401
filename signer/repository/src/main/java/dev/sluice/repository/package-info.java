/// The repository's metadata: what it says now, and how a change makes the next revision of it.
///
/// Main types: [dev.sluice.repository.RepositoryCommit], which brings a change into the store step
/// by step, and [dev.sluice.repository.Revision], the documents of one state. A signature is asked
/// for through [dev.sluice.repository.RoleSigner]; everything else that it wants of the world is a
/// [dev.sluice.repository.RepositoryStep]. It refuses metadata that the repository's own keys did
/// not sign. The signer and the simulation depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.repository;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
