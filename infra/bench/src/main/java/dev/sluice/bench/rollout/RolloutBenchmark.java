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
import java.util.Locale;
import java.util.Objects;
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

  /// Two that warm up the compiler, one as fast as it goes, one at a pace.
  private static final int ROLLOUTS = 4;

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
      row("heap after collection, all in this process", "%d MiB", heapBytes() >> 20);
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
    row("enrolments", "%.0f /s", count * 1e9 / (System.nanoTime() - start));
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
        "policy accepted to first wave announced, four rollouts (≤ 2 s)",
        "%s",
        results.stream().map(result -> millis(result.firstWave())).toList());
    row(
        "confirmations end to end, third rollout (≥ 10,000 /s)",
        "%.0f /s, %.0f µs of processor time each",
        perSecond,
        results.get(ROLLOUTS - 2).processorMicros());
    row(
        "confirmation on Kafka to counter visible at %d /s (p99 ≤ 1 s)".formatted(pace),
        "p50 %s, p99 %s",
        millis(paced.visible(0.5)),
        millis(paced.visible(0.99)));
    row(
        "last confirmation of a ring to its gate's work announced at %d /s (≤ 2 s)".formatted(pace),
        "%s",
        paced.gates().stream().map(RolloutBenchmark::millis).toList());
    return perSecond;
  }

  private void counts(Stamp stamp, Devices devices, Path directory, double endToEnd)
      throws InterruptedException, ExecutionException {
    // The first run warms it up.
    var _ = CountingStage.measure(directory.resolve("warm-up"), devices, threads);
    double alone = CountingStage.measure(directory.resolve("stages"), devices, threads);
    row("counting stage by itself (≥ 50,000 /s)", "%.0f /s", alone);
    var streams = new StreamsCount(stamp.kafka(), devices, threads);
    long confirmations = (long) ROLLOUTS * count;
    double ours =
        streams.measure(StreamsCount.Kind.DEVICES, directory.resolve("devices"), confirmations);
    double plain =
        streams.measure(StreamsCount.Kind.PLAIN, directory.resolve("plain"), confirmations);
    row("plain exactly-once count of the same topic", "%.0f /s", plain);
    row(
        "counting stage as exactly-once Streams, of the plain count (≥ 50 %)",
        "%.0f /s, %.0f %%", ours, 100 * ours / plain);
    row("end to end, signatures checked, of the plain count", "%.0f %%", 100 * endToEnd / plain);
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }

  private void row(String what, String format, Object... values) {
    out.printf(
        Locale.ROOT,
        "%-75s %s%n",
        what,
        String.format(Locale.ROOT, format, Objects.requireNonNull(values)));
  }
}
