/// What the repository says now.
///
/// Main types: [dev.sluice.repository.state.Repository], the documents in force, and
/// [dev.sluice.repository.state.RepositoryReading], which reads them step by step. It refuses
/// metadata that the repository's own keys did not sign.
@NullMarked
@CheckReturnValue
package dev.sluice.repository.state;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
