package dev.sluice.program.run;

import dev.sluice.program.Program;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.log.LogFormat;
import dev.sluice.program.log.LogSetup;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
  private static final long STOP_LIMIT_MILLIS = 20_000;

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
    run.setCaseInsensitiveEnumValuesAllowed(true);
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
    var stop =
        Thread.ofPlatform()
            .name("stop")
            .unstarted(
                () -> {
                  main.interrupt();
                  awaitEnd(main);
                });
    Runtime.getRuntime().addShutdownHook(stop);
    try (var running = ProgramRunner.start(program, config, Clock.systemUTC())) {
      running.awaitEnd();
      return ExitCode.DONE;
    } catch (InterruptedException _) {
      return ExitCode.DONE;
    }
  }

  private static void awaitEnd(Thread main) {
    try {
      main.join(STOP_LIMIT_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private LogFormat format() {
    return Optional.ofNullable(log)
        .or(
            () ->
                Optional.ofNullable(environment.get("SLUICE_LOG"))
                    .map(text -> LogFormat.valueOf(text.toUpperCase(Locale.ROOT))))
        .orElse(LogFormat.TEXT);
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
