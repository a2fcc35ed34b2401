/// The program `publisher`: gives releases their counters, says so, and builds patches.
///
/// Main types: [dev.sluice.publisher.PublisherProgram], which becomes a
/// [dev.sluice.publisher.RunningPublisher], and [dev.sluice.publisher.publication.Releases]. It
/// refuses to sign anything, to change a version that was published, and to announce what cannot be
/// read yet. Only `infra` may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
