/// The publisher's API: uploads, and releases with what becomes of them.
///
/// Main types: [dev.sluice.publisher.api.UploadRoutes] and
/// [dev.sluice.publisher.api.ReleaseRoutes]. They turn requests into calls and outcomes into
/// answers, and refuse whoever's token is for another product. Only the publisher's program may
/// depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
