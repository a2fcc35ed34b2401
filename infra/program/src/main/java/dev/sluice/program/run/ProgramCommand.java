package dev.sluice.program.run;

import dev.sluice.program.Program;
import dev.sluice.program.ProgramConfig;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine;

/// The top of a program's command line.
final class ProgramCommand {
  private ProgramCommand() {}

  static <C extends Record & ProgramConfig> CommandLine of(
      Program<C> program, Map<String, String> environment, PrintStream out) {
    var run = new CommandLine(new RunCommand<>(program, environment));
    RunCommand.addFlags(run, program);
    var config =
        new CommandLine(CommandLine.Model.CommandSpec.create())
            .addSubcommand("show", new ConfigCommands.Show<>(program, environment, out))
            .addSubcommand("schema", new ConfigCommands.Schema<>(program, out));
    config.getCommandSpec().usageMessage().description("Explains the configuration.");
    var line =
        new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .name("sluice-" + program.name())
                .mixinStandardHelpOptions(true));
    return line.addSubcommand("run", run).addSubcommand("config", config);
  }
}
