package dev.sluice.program.run;

import dev.sluice.program.Program;
import dev.sluice.program.ProgramConfig;
import dev.sluice.program.config.Configuration;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `config show`, `config schema` and `config reference`.
final class ConfigCommands {
  private ConfigCommands() {}

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Prints what is in force and where each value came from.")
  static final class Show<C extends Record & ProgramConfig> implements Callable<Integer> {
    private final Program<C> program;
    private final Map<String, String> environment;
    private final PrintStream out;

    @Mixin private ConfigOptions options = new ConfigOptions();

    Show(Program<C> program, Map<String, String> environment, PrintStream out) {
      this.program = program;
      this.environment = environment;
      this.out = out;
    }

    @Override
    public Integer call() {
      var loaded = options.load(program, program.configuration(), environment, Map.of());
      int width =
          loaded.settings().stream().mapToInt(setting -> setting.key().length()).max().orElse(0);
      for (var setting : loaded.settings()) {
        out.printf(
            "%-" + Math.max(1, width) + "s = %s  # %s%n",
            setting.key(),
            setting.shown(),
            setting.origin());
      }
      return 0;
    }
  }

  @Command(
      name = "schema",
      mixinStandardHelpOptions = true,
      description = "Prints a JSON schema of the configuration.")
  static final class Schema<C extends Record & ProgramConfig> implements Callable<Integer> {
    private final Program<C> program;
    private final PrintStream out;

    Schema(Program<C> program, PrintStream out) {
      this.program = program;
      this.out = out;
    }

    @Override
    public Integer call() {
      out.println(Configuration.of(program.name(), program.configuration()).jsonSchema());
      return 0;
    }
  }

  @Command(
      name = "reference",
      mixinStandardHelpOptions = true,
      description = "Prints all keys as a Markdown table.")
  static final class Reference<C extends Record & ProgramConfig> implements Callable<Integer> {
    private final Program<C> program;
    private final PrintStream out;

    Reference(Program<C> program, PrintStream out) {
      this.program = program;
      this.out = out;
    }

    @Override
    public Integer call() {
      out.print(Configuration.of(program.name(), program.configuration()).reference());
      return 0;
    }
  }
}
