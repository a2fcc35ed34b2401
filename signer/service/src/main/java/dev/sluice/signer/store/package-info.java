/// The object store as the signer needs it: small objects, written on condition.
///
/// Main type: [dev.sluice.signer.store.ObjectStore]. It refuses to overwrite anything without
/// knowing what stands there. Only the signer may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.signer.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
