/// Small documents in the object store, read whole and written on condition.
///
/// Main type: [dev.sluice.store.ObjectStore]. [dev.sluice.store.S3ObjectStore] is the real one;
/// [dev.sluice.store.S3Bucket] is one login to one bucket, on which a service may build what only
/// it needs. It refuses to overwrite anything without knowing what stands there, and to know what a
/// document means. The publisher and the signer may depend on it; contracts, cores and the device
/// agent may not.
@NullMarked
@CheckReturnValue
package dev.sluice.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
