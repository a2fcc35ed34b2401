/// `sluice keys`: people's commands on the signer's own machine.
///
/// Main type: [dev.sluice.signer.command.KeysCommand]. They work on the signer's data directory and
/// bucket under the lock of its keys, whether it runs or not; nothing here listens to a network.
/// Only the signer may depend on it; `sluice` finds it as a service.
@NullMarked
@CheckReturnValue
package dev.sluice.signer.command;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
