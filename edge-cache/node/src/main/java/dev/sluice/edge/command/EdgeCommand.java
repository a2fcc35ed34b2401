package dev.sluice.edge.command;

import dev.sluice.edge.EdgeNode;
import dev.sluice.edge.config.EdgeConfigFile;
import dev.sluice.edge.failure.EdgeException;
import dev.sluice.edge.failure.InvalidConfigException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `sluice edge`: runs one edge node until it is stopped.
///
/// Exit codes: 0 stopped, 1 could not start, 2 the configuration is wrong.
@Command(
    name = "edge",
    mixinStandardHelpOptions = true,
    description = "Run one edge node: a cache for bytes, a hub for messages.")
public final class EdgeCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Configuration of the node (YAML).")
  private @Nullable Path config;

  @Override
  public Integer call() throws InterruptedException {
    if (spec == null || config == null) {
      throw new IllegalStateException("a command must be run by picocli");
    }
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    try {
      var node = EdgeNode.start(EdgeConfigFile.load(config));
      Runtime.getRuntime().addShutdownHook(new Thread(node::close, "edge-node-stop"));
      out.printf("serving %s, MQTT on port %d%n", node.httpUri(), node.mqttPort());
      out.flush();
      new CountDownLatch(1).await(); // until the process is told to stop
      return 0;
    } catch (InvalidConfigException e) {
      err.println(e.getMessage());
      return USAGE;
    } catch (EdgeException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }
}
