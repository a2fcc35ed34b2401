/// What the parts of Sluice tell each other: every event, its bytes, its topic and its key.
///
/// Main type: [dev.sluice.events.Event]; [dev.sluice.events.EventCodec] turns events into
/// CloudEvents 1.0 and back. Data is JSON; a reader ignores members that it does not know, so that
/// an older one understands a newer writer, except inside what is signed. It refuses to know any
/// transport: the bindings to Kafka and MQTT stand elsewhere. Everything but the signer's trust
/// rules may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.events;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
