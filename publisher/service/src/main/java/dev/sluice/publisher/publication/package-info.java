/// Makes releases of what was uploaded: the catalogue entry, the counter, the manifest, the event.
///
/// Main type: [dev.sluice.publisher.publication.Releases]. Bad input and unreachable services are
/// outcomes ([dev.sluice.publisher.publication.PublishOutcome]). It refuses to know HTTP. The
/// publisher's API depends on it.
@NullMarked
package dev.sluice.publisher.publication;

import org.jspecify.annotations.NullMarked;
