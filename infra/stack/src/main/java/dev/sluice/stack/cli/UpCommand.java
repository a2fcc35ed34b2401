package dev.sluice.stack.cli;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.remote.Contexts;
import dev.sluice.release.ProductName;
import dev.sluice.stack.DataDirectory;
import dev.sluice.stack.Fleet;
import dev.sluice.stack.Pipeline;
import dev.sluice.stack.PipelineOptions;
import dev.sluice.stack.demo.DemoPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sluice up`.
@Command(
    name = "up",
    description = "Keep a pipeline running until interrupted; publish to it with 'sluice publish'.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${sys:user.home}/.sluice",
      description = "Where everything is kept (default: ${DEFAULT-VALUE}).")
  private Path data = Path.of("");

  private static final String LOCAL = "local";

  @Option(
      names = "--edge-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "HTTP port of the first edge node of tier 2; 0 takes any free one.")
  private int edgePort;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "0",
      description = "Also run a fleet of N devices, in the demo's rings.")
  private int devices;

  @Option(
      names = "--product",
      paramLabel = "NAME",
      defaultValue = "demo",
      split = ",",
      description =
          "What the fleet runs; of several, separated by commas, each device runs one, in turn"
              + " (default: ${DEFAULT-VALUE}).")
  private List<String> products = List.of("demo");

  @Option(
      names = "--device-settings",
      paramLabel = "FILE",
      description =
          "More of each device's configuration, such as its health check ('sluice config schema"
              + " agent').")
  private Optional<Path> deviceSettings = Optional.empty();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<ProductName> names = products.stream().map(Arguments::product).toList();
    // A fleet in this process is for trying things out, and nobody waits an hour for that.
    Optional<String> policy = devices > 0 ? Optional.of(DemoPolicy.yaml()) : Optional.empty();
    String settings = settings();
    try (StopRequest stop = StopRequest.listen();
        DataDirectory directory = DataDirectory.open(data);
        Pipeline running = Pipeline.start(directory, new PipelineOptions(policy, edgePort));
        Fleet fleet = Fleet.start(running, names, devices, DemoPolicy::ringOf, settings)) {
      Files.write(directory.resolve("root.json"), running.trustAnchor());
      Contexts.of(System.getenv()).set(LOCAL, running.context());
      print(directory, running, fleet);
      printConsole(running);
      return await(stop);
    }
  }

  private String settings() throws IOException {
    return deviceSettings.isPresent() ? Files.readString(deviceSettings.get()) : "";
  }

  /// Until somebody asks for the end.
  private static int await(StopRequest stop) {
    try {
      stop.interruptFromNow();
      new CountDownLatch(1).await();
    } catch (InterruptedException | FailedException e) {
      // The only way to end, and so the good one.
    } finally {
      stop.settle();
    }
    return ExitCode.DONE;
  }

  private void print(DataDirectory directory, Pipeline running, Fleet fleet) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("pipeline up; data in " + directory.root());
    out.println("  publisher's API  " + address(running.context().publisher()));
    out.println("  notifier's API   " + address(running.context().notifier()));
    out.println("  context          " + LOCAL + ", for all commands; 'sluice context list'");
    out.println("  edge, tier 1     " + running.tier1().httpUri());
    running.tier2().forEach(node -> out.println("  edge, tier 2     " + node.httpUri()));
    out.println("  object store     " + running.objects().endpoint());
    out.println("  Kafka            " + running.kafka());
    out.println("  trust anchor     " + directory.resolve("root.json"));
    out.println("  devices          " + fleet.size());
    out.println("  log              " + running.logFile());
    out.println("Publish with 'sluice publish FILE --product NAME --version V'. Ctrl-C stops it.");
  }

  /// Last, where it is seen: the first thing that a newcomer opens.
  private void printConsole(Pipeline running) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    out.println("Open the console, logged in (once, within ten minutes; then 'sluice console'):");
    out.println("  " + running.client().consoleLink());
    out.flush();
  }

  private static String address(Optional<URI> address) {
    return address.map(URI::toString).orElse("-");
  }
}
