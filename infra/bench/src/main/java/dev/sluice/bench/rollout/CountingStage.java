package dev.sluice.bench.rollout;

import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.rollout.device.DeviceDecision;
import dev.sluice.rollout.device.DeviceRecord;
import dev.sluice.rollout.device.DeviceRecordCodec;
import dev.sluice.rollout.device.DeviceRules;
import dev.sluice.rollout.device.PartitionTally;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/// What becomes of a confirmation once its signature has been checked, by itself: the device's
/// record out of the store and back, the rule, and the counters, one stage on each core.
///
/// No Kafka, no signature; the store and the form of the records are the notifier's.
final class CountingStage {
  private CountingStage() {}

  /// @param devices each confirms once
  /// @param stages side by side, each with its share of the devices, as the notifier's threads have
  /// @return confirmations per second
  static double measure(Path directory, Devices devices, int stages)
      throws InterruptedException, ExecutionException {
    List<Stage> all =
        IntStream.range(0, stages)
            .mapToObj(i -> new Stage(directory.resolve("stage-" + i), devices, i, stages))
            .toList();
    long start = System.nanoTime();
    try (var executor = Executors.newFixedThreadPool(stages)) {
      List<Future<?>> runs = all.stream().<Future<?>>map(executor::submit).toList();
      for (Future<?> run : runs) {
        run.get();
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    all.forEach(Stage::close);
    return devices.count() * 1e9 / took.toNanos();
  }

  private static final class Stage implements Runnable {
    private final KeyValueStore<String, byte[]> store;
    private final PartitionTally tally = new PartitionTally(Devices.document());
    private final List<SignedConfirmation> confirmations;

    Stage(Path directory, Devices devices, int index, int stages) {
      var properties = new Properties();
      properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
      properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
      var context =
          new MockProcessorContext<>(properties, new TaskId(0, index), directory.toFile());
      store =
          Stores.keyValueStoreBuilder(
                  Stores.persistentKeyValueStore("devices"), Serdes.String(), Serdes.ByteArray())
              .withLoggingDisabled()
              .build();
      store.init(context.getStateStoreContext(), store);
      int[] mine = IntStream.range(0, devices.count()).filter(i -> i % stages == index).toArray();
      for (int device : mine) {
        DeviceRecord record = devices.record(device);
        store.put(record.state().device().value(), DeviceRecordCodec.encode(record));
        tally.add(record);
      }
      confirmations =
          IntStream.of(mine)
              .parallel()
              .mapToObj(device -> devices.confirmation(device, Devices.COUNTED, Instant.now()))
              .toList();
    }

    @Override
    public void run() {
      Instant now = Instant.now();
      for (SignedConfirmation confirmation : confirmations) {
        DeviceRecord held = DeviceRecordCodec.decode(store.get(confirmation.key()));
        if (DeviceRules.count(held, confirmation.confirmation(), now)
            instanceof DeviceDecision.Updated(var next)) {
          store.put(confirmation.key(), DeviceRecordCodec.encode(next));
          tally.remove(held);
          tally.add(next);
        }
      }
      long counted = tally.totals().values().stream().mapToLong(ring -> ring.confirmed()).sum();
      if (counted != confirmations.size()) {
        throw new IllegalStateException("counted " + counted + " of " + confirmations.size());
      }
    }

    void close() {
      store.close();
    }
  }
}
