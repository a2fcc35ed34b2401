package dev.sluice.bench.rollout;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.kafka.EventSerializer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.kafka.KeyPartitioning;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Sends many events that were signed and encoded before, so that sending costs little of what is
/// measured.
final class Load implements AutoCloseable {
  private final KafkaProducer<String, byte[]> producer;

  Load(KafkaConnection kafka) {
    Map<String, Object> properties = kafka.toProperties();
    properties.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, KeyPartitioning.class);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 1 << 17);
    producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /// Makes the records of some devices, on all cores.
  static List<ProducerRecord<String, byte[]>> records(
      IntStream devices, IntFunction<? extends Event> event) {
    return devices.parallel().mapToObj(device -> record(event.apply(device))).toList();
  }

  private static ProducerRecord<String, byte[]> record(Event event) {
    var stamped =
        new StampedEvent<>(UUID.randomUUID().toString(), event.key(), Instant.now(), event);
    String topic = event.topic().kafkaName();
    var headers = new RecordHeaders();
    try (var serializer = new EventSerializer()) {
      byte[] data = serializer.serialize(topic, headers, stamped);
      return new ProducerRecord<>(topic, null, event.key(), data, headers);
    }
  }

  /// Sends all and waits until the broker has them.
  ///
  /// @param perSecond how many, evenly; 0 sends as fast as it goes
  /// @return when the broker had each of them, in [System#nanoTime()], ascending
  long[] send(List<ProducerRecord<String, byte[]>> records, int perSecond) {
    long[] times = new long[records.size()];
    var failure = new AtomicReference<Exception>();
    long start = System.nanoTime();
    for (int i = 0; i < records.size(); i++) {
      int index = i;
      if (perSecond > 0) {
        pace(start + i * Duration.ofSeconds(1).toNanos() / perSecond);
      }
      var _ =
          producer.send(
              records.get(i),
              (_, e) -> {
                times[index] = System.nanoTime();
                if (e != null) {
                  failure.set(e);
                }
              });
    }
    producer.flush();
    if (failure.get() != null) {
      throw new IllegalStateException(failure.get());
    }
    Arrays.sort(times);
    return times;
  }

  private static void pace(long until) {
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
