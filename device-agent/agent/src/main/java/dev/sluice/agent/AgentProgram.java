package dev.sluice.agent;

import dev.sluice.update.Failures;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The program `sluice-agent`.
@Command(
    name = "sluice-agent",
    mixinStandardHelpOptions = true,
    version = "sluice-agent 0.1.0",
    description = "Keeps the software of this device up to date.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done: stopped as asked, or up to date with --once",
      "1:failed: the agent cannot start or stopped because of a bug, or the release failed with --once",
      "2:wrong usage or configuration",
      "4:the edge node cannot be reached, with --once"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
public final class AgentProgram implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int UNREACHABLE = 4;
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration, a YAML file.")
  private Path configFile;

  @Option(names = "--once", description = "Look once, install what is due, and stop.")
  private boolean isOnce;

  @Option(names = "--debug", description = "Log everything, and show stack traces.")
  private boolean isDebug;

  /// Runs the program and ends the process with its exit code.
  public static void main(String[] arguments) {
    System.exit(run(new PrintWriter(System.err, true, System.err.charset()), arguments));
  }

  /// Runs the program in this process.
  ///
  /// @param err where errors go, one line each
  /// @return the exit code
  static int run(PrintWriter err, String... arguments) {
    return new CommandLine(new AgentProgram())
        .setErr(err)
        .setExecutionExceptionHandler(AgentProgram::report)
        .execute(arguments);
  }

  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult result) {
    PrintWriter err = command.getErr();
    err.println("sluice-agent: " + failure.getMessage());
    if (command.getCommand() instanceof AgentProgram program && program.isDebug) {
      failure.printStackTrace(err);
    }
    return failure instanceof AgentException.InvalidConfig ? USAGE : FAILED;
  }

  @Override
  public Integer call() throws AgentException, InterruptedException {
    AgentConfig config = AgentConfigLoader.load(configFile);
    ProgramLog.start(isDebug);
    try (Agent agent = Agent.start(config)) {
      return isOnce ? lookOnce(agent) : runUntilStopped(agent);
    }
  }

  private int lookOnce(Agent agent) throws InterruptedException {
    while (!agent.isIdle()) {
      if (agent.hasStoppedByItself()) {
        return FAILED;
      }
      Thread.sleep(LOOK_EVERY);
    }
    if (!agent.isUpToDate()) {
      spec.commandLine()
          .getErr()
          .println("sluice-agent: the edge node cannot be reached or was refused; see the log");
      return UNREACHABLE;
    }
    return agent.memory().failures() instanceof Failures.Nothing ? DONE : FAILED;
  }

  /// Ends with a signal to the process, or when the agent stops because of a bug.
  private static int runUntilStopped(Agent agent) throws InterruptedException {
    var stopped = new CountDownLatch(1);
    var hook =
        new Thread(
            () -> {
              agent.close();
              stopped.countDown();
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    agent.awaitStop();
    if (agent.hasStoppedByItself()) {
      Runtime.getRuntime().removeShutdownHook(hook);
      return FAILED;
    }
    stopped.await();
    return DONE;
  }
}
