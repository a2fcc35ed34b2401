/// A real S3 server in a test's own process.
///
/// Main type: [dev.sluice.store.server.InProcessS3]. It refuses to have more than one bucket. The
/// tests of every module that uses the object store may depend on it.
@NullMarked
package dev.sluice.store.server;

import org.jspecify.annotations.NullMarked;
