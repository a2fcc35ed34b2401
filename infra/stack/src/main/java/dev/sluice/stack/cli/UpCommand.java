package dev.sluice.stack.cli;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.FailedException;
import dev.sluice.release.ProductName;
import dev.sluice.stack.DataDirectory;
import dev.sluice.stack.Fleet;
import dev.sluice.stack.Pipeline;
import dev.sluice.stack.PipelineOptions;
import dev.sluice.stack.demo.DemoPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sluice up`.
@Command(
    name = "up",
    description = "Keep a pipeline running until interrupted; publish to it with 'sluice publish'.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  @Mixin private RunningPipeline pipeline = new RunningPipeline();

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
      description = "What the fleet runs (default: ${DEFAULT-VALUE}).")
  private String product = "demo";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    ProductName name = Arguments.product(product);
    // A fleet in this process is for trying things out, and nobody waits an hour for that.
    String policy = devices > 0 ? DemoPolicy.policy() : "{}";
    try (StopRequest stop = StopRequest.listen();
        DataDirectory directory = DataDirectory.open(pipeline.data());
        Pipeline running = Pipeline.start(directory, new PipelineOptions(policy, edgePort));
        Fleet fleet = Fleet.start(running, name, devices, DemoPolicy::ringOf)) {
      Files.write(directory.resolve("root.json"), running.trustAnchor());
      print(directory, running, fleet);
      return await(stop);
    }
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
    out.println("  edge nodes   " + running.address().edges());
    out.println("  object store " + running.address().store());
    out.println("  Kafka        " + running.address().kafka());
    out.println("  trust anchor " + directory.resolve("root.json"));
    out.println("  devices      " + fleet.size());
    out.println("  log          " + running.logFile());
    out.println("Ctrl-C stops it.");
    out.flush();
  }
}
