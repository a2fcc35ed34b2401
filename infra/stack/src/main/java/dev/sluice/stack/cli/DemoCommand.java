package dev.sluice.stack.cli;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.remote.OutputFormat;
import dev.sluice.stack.DataDirectory;
import dev.sluice.stack.Fleet;
import dev.sluice.stack.Pipeline;
import dev.sluice.stack.PipelineOptions;
import dev.sluice.stack.TemporaryDirectory;
import dev.sluice.stack.demo.Demo;
import dev.sluice.stack.demo.DemoInput;
import dev.sluice.stack.demo.DemoPolicy;
import dev.sluice.stack.demo.DemoReport;
import dev.sluice.stack.demo.Display;
import dev.sluice.stack.demo.Displays;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sluice demo`.
@Command(
    name = "demo",
    description = "Run the whole pipeline once on this machine and show what happens.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final int MAX_DEVICES = 1_000;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "8",
      description = "Devices in the fleet, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep everything in this folder; a later run on it goes on where this one stood.")
  private @Nullable Path data;

  @ArgGroup(exclusive = false)
  private @Nullable Files files;

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table (live on a terminal) or json (one document at the end).")
  private OutputFormat output = OutputFormat.TABLE;

  /// Both or neither.
  static final class Files {
    @Option(
        names = "--old",
        required = true,
        paramLabel = "FILE",
        description = "The first release.")
    private Path older = Path.of("");

    @Option(
        names = "--new",
        required = true,
        paramLabel = "FILE",
        description = "The second release.")
    private Path newer = Path.of("");
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Instant started = Instant.now();
    if (devices < 1 || devices > MAX_DEVICES) {
      throw new UsageException(
          "--devices: 1 to %d were expected, %d came".formatted(MAX_DEVICES, devices));
    }
    DemoInput input =
        files == null ? DemoInput.kafkaStreams(home()) : DemoInput.files(files.older, files.newer);
    Display display = Displays.of(output == OutputFormat.JSON);
    try (StopRequest stop = StopRequest.listen();
        TemporaryDirectory temporary = TemporaryDirectory.unless(data, "sluice-demo");
        DataDirectory directory = DataDirectory.open(temporary.path())) {
      display.title(
          "Sluice demo: %s %s → %s on %d devices in 3 rings%s"
              .formatted(
                  input.product(),
                  input.first().version(),
                  input.second().version(),
                  devices,
                  data == null ? "" : ", data in " + directory.root()));
      try {
        DemoReport report = run(directory, input, display, started, stop);
        return report.devices().failed() == 0 ? ExitCode.DONE : ExitCode.FAILED;
      } catch (IOException | RuntimeException e) {
        if (stop.isRequested()) {
          display.done("stopped on request", Duration.between(started, Instant.now()));
          return ExitCode.FAILED;
        }
        // The message names logs in there.
        temporary.keep();
        throw e;
      }
    }
  }

  private DemoReport run(
      DataDirectory directory, DemoInput input, Display display, Instant started, StopRequest stop)
      throws IOException, InterruptedException {
    display.working("starting Kafka, the object store, MQTT, the services and three edge nodes");
    PipelineOptions options = PipelineOptions.ephemeral(DemoPolicy.yaml());
    try (Pipeline pipeline = Pipeline.start(directory, options)) {
      try {
        stop.requireGoingOn();
        display.done(
            "Kafka, object store, MQTT, the services and 3 edge nodes are up",
            Duration.between(started, Instant.now()));
        return run(pipeline, input, display, started, stop);
      } finally {
        settle(stop, display);
      }
    }
  }

  private DemoReport run(
      Pipeline pipeline, DemoInput input, Display display, Instant started, StopRequest stop)
      throws IOException, InterruptedException {
    Instant enrolling = Instant.now();
    display.working("enrolling " + devices + " devices");
    try (Fleet fleet = Fleet.start(pipeline, input.product(), devices, DemoPolicy::ringOf, "")) {
      try {
        stop.interruptFromNow();
        display.done(
            devices + " devices enrolled, each behind an edge node of tier 2",
            Duration.between(enrolling, Instant.now()));
        return new Demo(pipeline, fleet, input, display).run(started);
      } finally {
        settle(stop, display);
      }
    }
  }

  /// Before servers are closed, which takes some seconds.
  private static void settle(StopRequest stop, Display display) {
    stop.settle();
    if (stop.isRequested()) {
      display.working("stopping");
    }
  }

  private static Path home() {
    String home = System.getProperty("sluice.home");
    if (home == null) {
      throw new FailedException(
          "the demo's own input was expected below -Dsluice.home; start with infra/sluice, or give --old and --new");
    }
    return Path.of(home);
  }
}
