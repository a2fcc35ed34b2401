/// How many messages of devices the bridge carries from the stamp's MQTT broker to Kafka.
@NullMarked
@CheckReturnValue
package dev.sluice.bench.bridge;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
