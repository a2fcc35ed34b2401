/// Lets people bring artifacts into the object store, and reads there what has come.
///
/// Main type: [dev.sluice.publisher.upload.Uploads]. It refuses to vouch for bytes that it has not
/// read itself: what a client says of a file only names it. The file's bytes travel straight to the
/// store. Only the publisher may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher.upload;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
