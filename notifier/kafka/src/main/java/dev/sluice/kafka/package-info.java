/// Binds events to Kafka, once for all services.
///
/// Main type: [dev.sluice.kafka.EventWorker], which handles every event at least once and keeps
/// what it cannot handle. [dev.sluice.kafka.EventProducer] sends, [dev.sluice.kafka.EventFollower]
/// watches from the beginning, [dev.sluice.kafka.EventSerializer] and
/// [dev.sluice.kafka.EventDeserializer] are the wire form (CloudEvents 1.0, Kafka binding in binary
/// mode). It refuses to decide anything about what is in an event. The
/// pipeline's services may depend on it; contracts, cores and the device agent may not.
@NullMarked
@CheckReturnValue
package dev.sluice.kafka;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
