/// Says whether a key's owner signed a message.
///
/// Main type: [dev.sluice.tuf.key.PublicKey]. It refuses to sign, to read private keys, and to let
/// two names of one key pass for two keys. Whoever verifies a signature may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.tuf.key;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
