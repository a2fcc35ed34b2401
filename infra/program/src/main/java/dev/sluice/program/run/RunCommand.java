package dev.sluice.program.run;

import dev.sluice.program.Program;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.log.LogFormat;
import dev.sluice.program.log.LogSetup;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `run`: starts the program and stays until it ends or is told to stop.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the program until it is told to stop (SIGTERM, Ctrl-C).")
final class RunCommand<C extends Record & ProgramConfig> implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Program<C> program;
  private final Map<String, String> environment;

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--log",
      paramLabel = "FORMAT",
      description = "text or json; default: environment SLUICE_LOG, else text")
  private @Nullable LogFormat log;

  @Option(names = "--debug", description = "logs what is needed to follow each decision")
  private boolean isDebug;

  @Spec private @Nullable CommandSpec spec;

  RunCommand(Program<C> program, Map<String, String> environment) {
    this.program = program;
    this.environment = environment;
  }

  /// Adds the program's own flags.
  static void addFlags(CommandLine run, Program<?> program) {
    for (var flag : program.flags()) {
      run.getCommandSpec()
          .addOption(
              OptionSpec.builder(flag.option())
                  .type(boolean.class)
                  .description(flag.description())
                  .build());
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    LogSetup.toStandardError(format(), isDebug);
    var config = options.load(program, program.configuration(), environment, ownFlags()).value();
    var main = Thread.currentThread();
    var isTold = new AtomicBoolean();
    var stopped = new CountDownLatch(1);
    var stop =
        Thread.ofPlatform()
            .name("stop")
            .unstarted(
                () -> {
                  isTold.set(true);
                  stop(main, stopped);
                });
    Runtime.getRuntime().addShutdownHook(stop);
    try (var running = ProgramRunner.start(program, config, Clock.systemUTC())) {
      // Some library may have kept the interrupt of a stop during the start to itself.
      if (!isTold.get()) {
        running.awaitEnd();
      }
    } catch (InterruptedException _) {
      LOG.atInfo().addKeyValue("program", program.name()).log("program was told to stop");
    } finally {
      stopped.countDown();
      forget(stop);
    }
    return ExitCode.DONE;
  }

  /// The JVM ends when this returns, whatever still runs.
  private static void stop(Thread main, CountDownLatch stopped) {
    main.interrupt();
    try {
      if (!stopped.await(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atError().addKeyValue("limit", STOP_LIMIT).log("program did not stop in time");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is on its way out: the hook is running.
    }
  }

  private LogFormat format() {
    return Optional.ofNullable(log)
        .or(() -> Optional.ofNullable(environment.get("SLUICE_LOG")).map(RunCommand::format))
        .orElse(LogFormat.TEXT);
  }

  private static LogFormat format(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "text" -> LogFormat.TEXT;
      case "json" -> LogFormat.JSON;
      default ->
          throw new UsageException("SLUICE_LOG: expected text or json, got '%s'".formatted(text));
    };
  }

  private Map<String, String> ownFlags() {
    var set = new HashMap<String, String>();
    var given = spec == null ? null : spec.commandLine().getParseResult();
    for (var flag : program.flags()) {
      if (given != null && given.hasMatchedOption(flag.option())) {
        set.put(flag.key(), flag.value());
      }
    }
    return set;
  }
}
