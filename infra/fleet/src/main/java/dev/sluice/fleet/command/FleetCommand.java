package dev.sluice.fleet.command;

import dev.sluice.fleet.device.RingTotals;
import dev.sluice.fleet.run.Fleet;
import dev.sluice.fleet.run.FleetConfig;
import dev.sluice.program.config.Configuration;
import dev.sluice.program.config.Sources;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.log.LogFormat;
import dev.sluice.program.log.LogSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sluice fleet`: light devices on a running pipeline, for load and for trying things out.
@Command(
    name = "fleet",
    mixinStandardHelpOptions = true,
    description = {
      "Puts light devices on the Kafka of a running pipeline until interrupted. They enrol, and",
      "confirm each release that is rolled out to them with signatures of their own; they download",
      "nothing. 'sluice up' prints where its Kafka is.",
      "",
      "Further keys for --config and --set: seed, prefix, tags, hardware, failures, latency,",
      "latency-spread, off, churn, on-time, off-time, kafka.",
    })
final class FleetCommand implements Callable<Integer> {
  private static final String PROGRAM = "fleet";
  private static final long STOP_SECONDS = 10;

  @Option(names = "--devices", paramLabel = "N", description = "how many; default 1000")
  private @Nullable String devices;

  @Option(names = "--product", paramLabel = "NAME", description = "of which releases; default demo")
  private @Nullable String product;

  @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "where the queue is")
  private @Nullable String kafka;

  @Option(names = "--config", paramLabel = "FILE", description = "YAML, with a section kafka")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "sets a key, as failures=2%% or churn=20%%; wins over file and environment")
  private Map<String, String> set = new HashMap<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  FleetCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    LogSetup.toStandardError(LogFormat.TEXT, false);
    FleetConfig config = config();
    var stopped = new CountDownLatch(1);
    Thread fleet = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> stop(fleet, stopped)));
    try (Fleet running = Fleet.connect(config, new Lines(), Clock.systemUTC())) {
      running.run();
    } catch (InterruptedException _) {
      say("stopped; the devices stay in the inventory");
    } finally {
      stopped.countDown();
    }
    return ExitCode.DONE;
  }

  private FleetConfig config() {
    var flags = new HashMap<>(set);
    give(flags, "devices", devices);
    give(flags, "product", product);
    String[] servers = kafka == null ? new String[0] : kafka.split(",", -1);
    for (int i = 0; i < servers.length; i++) {
      flags.put("kafka.servers[" + i + "]", servers[i]);
    }
    if (file == null && flags.keySet().stream().noneMatch(key -> key.startsWith("kafka."))) {
      throw new UsageException(
          "expected --kafka HOST:PORT, which 'sluice up' prints, or --config FILE with a section kafka");
    }
    return Configuration.of(PROGRAM, FleetConfig.class)
        .load(new Sources(Optional.ofNullable(file), System.getenv(), flags))
        .value();
  }

  private static void give(Map<String, String> flags, String key, @Nullable String value) {
    if (value != null) {
      flags.put(key, value);
    }
  }

  /// The process ends when this returns.
  private static void stop(Thread fleet, CountDownLatch stopped) {
    fleet.interrupt();
    try {
      var _ = stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void say(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }

  /// A line for each change.
  private final class Lines implements Fleet.Watcher {
    private static final int STEPS = 10;

    private String last = "";

    @Override
    public void enrolled(int done, int all) {
      if (done == all || done / Math.max(1, all / STEPS) > (done - 1) / Math.max(1, all / STEPS)) {
        sayIfNew(String.format(Locale.ROOT, "enrolled %,d of %,d", done, all));
      }
    }

    @Override
    public void progressed(long counter, Map<String, RingTotals> rings, int waiting) {
      if (counter == 0) {
        sayIfNew("waiting for a release");
        return;
      }
      var line = new StringBuilder("release " + counter);
      rings.forEach(
          (ring, totals) ->
              line.append(
                  String.format(
                      Locale.ROOT,
                      "; %s: told %,d, confirmed %,d, failed %,d",
                      ring,
                      totals.told(),
                      totals.confirmed(),
                      totals.failed())));
      sayIfNew(line.append(String.format(Locale.ROOT, "; waiting %,d", waiting)).toString());
    }

    private void sayIfNew(String line) {
      if (!line.equals(last)) {
        say(line);
        last = line;
      }
    }
  }
}
