/// How a change becomes what the repository says.
///
/// Main types: [dev.sluice.repository.commit.RepositoryCommit], which brings a change into the
/// store step by step, [dev.sluice.repository.commit.RepositoryOpening], which starts a repository
/// where there is none, and `Revision`, the documents of the next state. A lost race begins again
/// with what stands there then.
@NullMarked
@CheckReturnValue
package dev.sluice.repository.commit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
