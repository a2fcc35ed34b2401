/// Custody of signing keys.
///
/// Main type: [dev.sluice.signer.keys.KeyDirectory], which signs for the repository's core. It
/// refuses keys that other users of the machine can read, and never makes a key in place of one
/// that is gone. Only the signer may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.signer.keys;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
