/// The documents of The Update Framework 1.0.34 as values, and the names of their files.
///
/// Main types: [dev.sluice.tuf.metadata.Envelope], whose signed part becomes one of the
/// [dev.sluice.tuf.metadata.RoleMetadata]. Decoding checks form only and proves nothing about who
/// signed; that is the matter of the trust package. Unknown members are kept, so that decoding and
/// encoding gives the same canonical bytes. The signing side and the trust rules may depend on it;
/// whoever installs something may not, he takes trusted values only.
@NullMarked
@CheckReturnValue
package dev.sluice.tuf.metadata;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
