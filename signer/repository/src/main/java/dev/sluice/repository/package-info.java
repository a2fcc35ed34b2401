/// The ports of a repository: what the work on it wants of the world.
///
/// A signature is asked for through [dev.sluice.repository.RoleSigner]; everything else is a
/// [dev.sluice.repository.RepositoryStep], data which whoever drives the work performs. The work
/// itself: `plan` makes a `change` of events, `commit` makes the next `state` of it, signed by
/// `role`.
/// The signer and the simulation depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.repository;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
