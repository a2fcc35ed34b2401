/// Brings what the repository's core decides into the object store.
///
/// Main type: [dev.sluice.signer.commit.RepositoryWriter], which performs the core's steps, one
/// commit at a time, under the lock of the keys. It refuses to decide anything about metadata. The
/// store is the only database. Only the signer may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.signer.commit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
