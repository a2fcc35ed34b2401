package dev.sluice.program.run;

import dev.sluice.program.Program;
import dev.sluice.program.ProgramConfig;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// The command line of a program: `run`, `config show`, `config schema`, `config reference`.
public final class ProgramMain {
  private ProgramMain() {}

  /// Does what the arguments say and returns the exit code; `run` returns when the program has
  /// ended by itself. SIGTERM and SIGINT stop it cleanly, after which the JVM ends with 143 or 130.
  public static <C extends Record & ProgramConfig> int run(
      Program<C> program, PrintStream out, PrintStream err, String... args) {
    return run(program, System.getenv(), out, err, args);
  }

  /// The same with another environment.
  public static <C extends Record & ProgramConfig> int run(
      Program<C> program,
      Map<String, String> environment,
      PrintStream out,
      PrintStream err,
      String... args) {
    var run = new CommandLine(new RunCommand<>(program, environment));
    RunCommand.addFlags(run, program);
    var config =
        new CommandLine(CommandSpec.create())
            .addSubcommand(new ConfigCommands.Show<>(program, environment, out))
            .addSubcommand(new ConfigCommands.Schema<>(program, out))
            .addSubcommand(new ConfigCommands.Reference<>(program, out));
    config.getCommandSpec().mixinStandardHelpOptions(true);
    config.getCommandSpec().usageMessage().description("Explains the configuration.");
    String name = "sluice-" + program.name();
    var spec =
        CommandSpec.create()
            .name(name)
            .version(name + " " + CommandLines.VERSION)
            .mixinStandardHelpOptions(true);
    var line = new CommandLine(spec).addSubcommand("run", run).addSubcommand("config", config);
    return CommandLines.configure(line, out, err).execute(args);
  }
}
