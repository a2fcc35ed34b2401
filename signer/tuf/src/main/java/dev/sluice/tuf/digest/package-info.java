/// Names bytes by their SHA-256.
///
/// Main type: [dev.sluice.tuf.digest.Digest]; [dev.sluice.tuf.digest.Digester] computes one from a
/// stream. It refuses every other hash function: two algorithms on one file would need two copies
/// of it. Everything may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.tuf.digest;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
