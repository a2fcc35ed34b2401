/// Publishing from a release engineer's machine, which has a URL and a token and nothing else.
///
/// Main type: [dev.sluice.publisher.client.PublishClient]. It reads and sends files, and asks the
/// publisher's API for everything else; it refuses files that cannot be artifacts before anything
/// is sent. Only commands may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher.client;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
