package dev.sluice.bench.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.stack.DataDirectory;
import dev.sluice.stack.Fleet;
import dev.sluice.stack.Pipeline;
import dev.sluice.stack.PipelineOptions;
import dev.sluice.stack.demo.DemoPolicy;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The program behind `infra/bench/publish`: publishes again and again to the pipeline of `sluice
/// up` with its fleet, and asks the devices' timelines when the first was told.
///
/// The next release comes as soon as a device was told of the last, in mid-rollout, and takes its
/// place. Devices and pipeline have one clock here.
@Command(
    name = "infra/bench/publish",
    mixinStandardHelpOptions = true,
    description = "Measures how soon the first device is told of a release.")
public final class PublishBenchmark implements Callable<Integer> {
  private static final ProductName PRODUCT = new ProductName("demo");
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 50;
  private static final int SEED = 50;

  @Option(names = "--publishes", defaultValue = "50", description = "how many that count")
  private int publishes;

  @Option(
      names = "--warm-up",
      defaultValue = "5",
      description = "how many before them that do not: the first installs, and cold code")
  private int warmUp;

  @Option(names = "--devices", defaultValue = "8", description = "how many agents")
  private int devices;

  @Option(names = "--length", defaultValue = "1000000", description = "bytes of each release")
  private int lengthBytes;

  private final PrintStream out = System.out;
  private final Random random = new Random(SEED);

  private PublishBenchmark() {}

  /// Measures and prints.
  public static void main(String... arguments) {
    System.exit(new CommandLine(new PublishBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("sluice-publish");
    try (DataDirectory data = DataDirectory.open(directory);
        Pipeline pipeline = Pipeline.start(data, PipelineOptions.ephemeral(DemoPolicy.yaml()));
        Fleet fleet = Fleet.start(pipeline, PRODUCT, devices, DemoPolicy::ringOf, "");
        ApiClient notifier =
            new ApiClient(
                pipeline.context().notifier().orElseThrow(), pipeline.context().token())) {
      out.printf(
          "%d agents, releases of %d bytes, data in %s%n", fleet.size(), lengthBytes, directory);
      byte[] content = new byte[lengthBytes];
      random.nextBytes(content);
      List<Duration> told = new ArrayList<>();
      for (int i = 1; i <= warmUp + publishes; i++) {
        Duration delay = publish(pipeline, notifier, directory.resolve("app.bin"), content, i);
        if (i > warmUp) {
          told.add(delay);
        }
      }
      print(told);
    }
    return 0;
  }

  /// @return from the return of `publish` to the first device's note that it was told
  private Duration publish(
      Pipeline pipeline, ApiClient notifier, Path file, byte[] content, int number)
      throws IOException, InterruptedException {
    // A hundredth is new: what comes next is fetched as a patch, if it is there in time.
    byte[] part = new byte[Math.max(1, content.length / 100)];
    random.nextBytes(part);
    System.arraycopy(
        part, 0, content, random.nextInt(content.length - part.length + 1), part.length);
    Files.write(file, content);
    long counter = pipeline.client().publish(ReleaseId.parse(PRODUCT + "/1." + number), file);
    Instant returned = Instant.now();
    String rollout = new RolloutId(PRODUCT, counter).toString();
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Optional<Instant> first = firstTold(notifier, rollout);
      if (first.isPresent()) {
        Duration delay = Duration.between(returned, first.get());
        return delay.isNegative() ? Duration.ZERO : delay;
      }
      if (System.nanoTime() > limit) {
        throw new IllegalStateException("no device was told of " + rollout + " within " + LIMIT);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private Optional<Instant> firstTold(ApiClient notifier, String rollout)
      throws InterruptedException {
    // The first ring is the first to be told.
    int canaries =
        (int)
            IntStream.range(0, devices)
                .filter(i -> DemoPolicy.ringOf(i, devices).equals(DemoPolicy.ringOf(0, devices)))
                .count();
    Optional<Instant> first = Optional.empty();
    for (int device = 1; device <= canaries; device++) {
      String path = String.format(Locale.ROOT, "/api/v1/devices/device-%04d/timeline", device);
      for (JsonNode step : notifier.get(path).path("steps")) {
        if (step.path("step").asText().equals("told")
            && step.path("rollout").asText().equals(rollout)) {
          Instant at = Instant.parse(step.path("at").asText());
          first = first.filter(earlier -> earlier.isBefore(at)).or(() -> Optional.of(at));
        }
      }
    }
    return first;
  }

  private void print(List<Duration> told) {
    List<Duration> sorted = told.stream().sorted().toList();
    out.printf(
        "publish returned to first device told, %d publishes: p50 %d ms, p99 %d ms, most %d ms (p99 ≤ 2 s)%n",
        sorted.size(),
        at(sorted, 0.5).toMillis(),
        at(sorted, 0.99).toMillis(),
        sorted.getLast().toMillis());
  }

  /// The delay that this share did not exceed.
  private static Duration at(List<Duration> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }
}
