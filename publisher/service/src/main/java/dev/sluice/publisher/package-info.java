/// Publishes releases: stores their bytes, gives them their counter, and says so.
///
/// Main type: [dev.sluice.publisher.ReleasePublisher]. [dev.sluice.publisher.Publisher] is the
/// running service, which also builds patches. It refuses to sign anything, to change a version
/// that was published, and to announce what cannot be read yet. Only `infra` may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
