package dev.sluice.bench.rollout;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.confirmation.ConfirmationEvent;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.kafka.EventDeserializer;
import dev.sluice.kafka.EventSerializer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.rollout.device.DeviceDecision;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.device.DeviceRecordCodec;
import dev.sluice.rollout.device.DeviceRules;
import dev.sluice.rollout.device.PartitionTally;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// Four exactly-once Kafka Streams programs that count the confirmations of a topic, with the same
/// reader of events and the same kind of store with its log in Kafka.
final class StreamsCount {
  private static final String STORE = "counts";
  private static final String STATES = "states";
  private static final long LOOK_NANOS = 5_000_000;

  /// Which of them.
  enum Kind {
    /// The least that one can do: how many came from each device, a number and nothing else.
    PLAIN,
    /// The same count with the notifier's form of what is kept: each device's record is read and
    /// written with its number.
    RECORDS,
    /// What the notifier counts: each device's record by the rule, and the counters of the rings.
    COUNTERS,
    /// What the notifier does but for the signature: what it counts, and the device's new state for
    /// the inventory, on a topic of its own.
    DEVICES
  }

  private final KafkaConnection kafka;
  private final Devices devices;
  private final int threads;

  StreamsCount(KafkaConnection kafka, Devices devices, int threads) {
    this.kafka = kafka;
    this.devices = devices;
    this.threads = threads;
  }

  /// Counts everything that is in the topic of confirmations.
  ///
  /// @param name of the run, none of which goes on where another ended
  /// @param directory for the stores
  /// @param expected how many there are
  /// @return confirmations per second, from the first to the last
  double measure(Kind kind, String name, Path directory, long expected) {
    var counted = new LongAdder();
    try (var streams = new KafkaStreams(topology(kind, counted), properties(name, directory))) {
      streams.start();
      while (counted.sum() == 0) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      long start = System.nanoTime();
      long before = counted.sum();
      while (counted.sum() < expected) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      return (counted.sum() - before) * 1e9 / (System.nanoTime() - start);
    }
  }

  private Topology topology(Kind kind, LongAdder counted) {
    var topology =
        new Topology()
            .addSource(
                "confirmations",
                new StringDeserializer(),
                new EventDeserializer<>(Topic.CONFIRMATIONS),
                Topic.CONFIRMATIONS.kafkaName())
            .addProcessor("count", () -> new Count(kind, devices, counted), "confirmations")
            .addStateStore(
                Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray()),
                "count");
    return topology.addSink(
        STATES, Topic.DEVICES.kafkaName(), new StringSerializer(), new EventSerializer(), "count");
  }

  private Properties properties(String name, Path directory) {
    var properties = new Properties();
    properties.putAll(kafka.toProperties());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "count-" + name);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Duration.ofMillis(100).toMillis());
    properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    return properties;
  }

  private static final class Count
      implements Processor<String, StampedEvent<ConfirmationEvent>, String, StampedEvent<?>> {
    private final Kind kind;
    private final Devices devices;
    private final LongAdder counted;
    private final PartitionTally tally = new PartitionTally(Devices.document());
    private ProcessorContext<String, StampedEvent<?>> context;
    private KeyValueStore<String, byte[]> store;

    @org.jspecify.annotations.NullUnmarked // Streams calls init before anything else
    Count(Kind kind, Devices devices, LongAdder counted) {
      this.kind = kind;
      this.devices = devices;
      this.counted = counted;
    }

    @Override
    public void init(ProcessorContext<String, StampedEvent<?>> newContext) {
      context = newContext;
      store = newContext.getStateStore(STORE);
    }

    @Override
    public void process(Record<String, StampedEvent<ConfirmationEvent>> record) {
      switch (record.value().event()) {
        case SignedConfirmation confirmation -> {
          switch (kind) {
            case PLAIN -> countPlainly(record.key());
            case RECORDS -> countInRecord(record.key());
            case COUNTERS -> {
              var _ = countDevice(confirmation);
            }
            case DEVICES -> countDevice(confirmation).ifPresent(this::tell);
          }
          counted.increment();
        }
      }
    }

    private void countPlainly(String device) {
      byte[] held = store.get(device);
      long count = held == null ? 0 : ByteBuffer.wrap(held).getLong();
      store.put(device, ByteBuffer.allocate(Long.BYTES).putLong(count + 1).array());
    }

    private void countInRecord(String device) {
      byte[] held = store.get(device);
      long count = 0;
      DeviceRecord record;
      if (held == null) {
        record = devices.record(device);
      } else {
        count = ByteBuffer.wrap(held).getLong();
        record = DeviceRecordCodec.decode(Arrays.copyOfRange(held, Long.BYTES, held.length));
      }
      byte[] next = DeviceRecordCodec.encode(record);
      store.put(
          device,
          ByteBuffer.allocate(Long.BYTES + next.length).putLong(count + 1).put(next).array());
    }

    /// @return the device's new record, unless nothing is new
    private Optional<DeviceRecord> countDevice(SignedConfirmation confirmation) {
      Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
      byte[] bytes = store.get(confirmation.key());
      DeviceRecord held =
          bytes == null ? devices.record(confirmation.key()) : DeviceRecordCodec.decode(bytes);
      if (DeviceRules.count(held, confirmation.confirmation(), now)
          instanceof DeviceDecision.Updated(var next)) {
        store.put(confirmation.key(), DeviceRecordCodec.encode(next));
        if (bytes != null) {
          tally.remove(held);
        }
        tally.add(next);
        return Optional.of(next);
      }
      return Optional.empty();
    }

    private void tell(DeviceRecord next) {
      Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
      context.forward(
          new Record<>(
              next.state().key(),
              new StampedEvent<>(UUID.randomUUID().toString(), "bench", now, next.state()),
              now.toEpochMilli()));
    }
  }
}
