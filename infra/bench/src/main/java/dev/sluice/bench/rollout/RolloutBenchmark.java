package dev.sluice.bench.rollout;

import dev.sluice.bench.rollout.RolloutRun.Result;
import dev.sluice.kafka.UndeliveredEventException;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The program behind `infra/bench/rollout`: all figures of the rollout engine in one run.
@Command(
    name = "infra/bench/rollout",
    mixinStandardHelpOptions = true,
    description = "Measures the rollout engine on a broker in the same process.")
public final class RolloutBenchmark implements Callable<Integer> {
  private static final int CHUNK = 50_000;
  private static final int LAST = 64;
  private static final long LOOK_NANOS = 20_000_000;

  /// Three that warm up the compiler, one as fast as it goes, one at a pace.
  private static final int ROLLOUTS = 5;

  @Option(names = "--devices", defaultValue = "100000", description = "how many devices are known")
  private int count;

  @Option(names = "--threads", defaultValue = "2", description = "threads of the topology")
  private int threads;

  @Option(
      names = "--pace",
      defaultValue = "3000",
      description = "confirmations per second while delays are measured")
  private int pace;

  @Option(names = "--data", description = "folder for all data; a new one without it")
  private @Nullable Path folder;

  @Option(names = "--heap", description = "only the heap after all devices have enrolled")
  private boolean isHeapOnly;

  private final PrintStream out = System.out;

  private RolloutBenchmark() {}

  /// Measures and prints.
  public static void main(String... arguments) {
    System.exit(new CommandLine(new RolloutBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path directory = folder == null ? Files.createTempDirectory("sluice-bench") : folder;
    out.printf(
        "%d devices, %d threads, %d cores, heap limit %d MiB, data in %s%n",
        count,
        threads,
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory() >> 20,
        directory);
    Devices devices = Devices.of(count);
    try (Stamp stamp = Stamp.start(directory, threads);
        var load = new Load(stamp.kafka())) {
      enrol(stamp, load, devices);
      row("heap after collection, all in this process", (heapBytes() >> 20) + " MiB");
      if (!isHeapOnly) {
        double perSecond = rollouts(stamp, load, devices);
        stamp.stopNotifier();
        counts(stamp, devices, directory, perSecond);
      }
    }
    return 0;
  }

  private void enrol(Stamp stamp, Load load, Devices devices) throws IOException {
    long start = System.nanoTime();
    for (int from = 0; from < count; from += CHUNK) {
      var chunk = IntStream.range(from, Math.min(count, from + CHUNK));
      var _ = load.send(Load.records(chunk, devices::enrolment), 0);
    }
    // They come in order within a partition, so that the last of each stand for all.
    for (int device = Math.max(0, count - LAST); device < count; device++) {
      while (stamp.notifier().queries().device(Devices.id(device)).isEmpty()) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
    row("enrolments", rate(count * 1e9 / (System.nanoTime() - start)));
  }

  private static long heapBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /// @return confirmations per second, end to end
  private double rollouts(Stamp stamp, Load load, Devices devices)
      throws UndeliveredEventException, InterruptedException, ExecutionException {
    List<Result> results = new ArrayList<>();
    try (var run = new RolloutRun(stamp, devices, load)) {
      for (int i = 1; i <= ROLLOUTS; i++) {
        results.add(run.run(i, i == ROLLOUTS ? pace : 0));
      }
    }
    double perSecond = results.get(ROLLOUTS - 2).perSecond();
    Result paced = results.getLast();
    row(
        "policy accepted to first wave announced, each rollout (≤ 2 s)",
        results.stream().map(result -> millis(result.firstWave())).toList().toString());
    row(
        "confirmations end to end, fourth rollout (≥ 10,000 /s)",
        "%s, %.0f µs of processor time each"
            .formatted(rate(perSecond), results.get(ROLLOUTS - 2).processorMicros()));
    row(
        "confirmation on Kafka to counter visible at %d /s (p99 ≤ 1 s)".formatted(pace),
        "p50 %s, p99 %s".formatted(millis(paced.visible(0.5)), millis(paced.visible(0.99))));
    row(
        "last confirmation of a ring to its gate's work announced at %d /s (≤ 2 s)".formatted(pace),
        paced.gates().stream().map(RolloutBenchmark::millis).toList().toString());
    return perSecond;
  }

  private void counts(Stamp stamp, Devices devices, Path directory, double endToEnd)
      throws InterruptedException, ExecutionException {
    // The first run warms it up.
    var _ = CountingStage.measure(directory.resolve("warm-up"), devices, threads);
    double alone = CountingStage.measure(directory.resolve("stages"), devices, threads);
    row("counting stage by itself (≥ 50,000 /s)", rate(alone));
    var streams = new StreamsCount(stamp.kafka(), devices, threads);
    long confirmations = (long) ROLLOUTS * count;
    for (StreamsCount.Kind kind : StreamsCount.Kind.values()) {
      var _ = streams.measure(kind, "cold-" + kind, directory, confirmations);
    }
    double plain = streams.measure(StreamsCount.Kind.PLAIN, "plain", directory, confirmations);
    double records =
        streams.measure(StreamsCount.Kind.RECORDS, "records", directory, confirmations);
    double counters =
        streams.measure(StreamsCount.Kind.COUNTERS, "counters", directory, confirmations);
    double all = streams.measure(StreamsCount.Kind.DEVICES, "devices", directory, confirmations);
    row("plain exactly-once count of the same topic, of 8 bytes each", rate(plain));
    row("the same count in the form of the notifier's records", rate(records));
    row(
        "counting stage as exactly-once Streams, of the count in records (≥ 50 %)",
        "%s, %s; of 8 bytes %s"
            .formatted(rate(counters), share(counters / records), share(counters / plain)));
    row(
        "the same with each device's state on the inventory's topic",
        "%s, %s".formatted(rate(all), share(all / records)));
    row("end to end, signatures checked, of the count in records", share(endToEnd / records));
  }

  private static String rate(double perSecond) {
    return "%.0f /s".formatted(perSecond);
  }

  private static String share(double share) {
    return "%.0f %%".formatted(100 * share);
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }

  private void row(String what, String figure) {
    out.printf("%-75s %s%n", what, figure);
  }
}
