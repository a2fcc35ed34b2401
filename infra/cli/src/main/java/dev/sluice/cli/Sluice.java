package dev.sluice.cli;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.OneLine;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.remote.Commands;
import dev.sluice.program.run.CommandLines;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeMap;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The `sluice` program.
///
/// Only the command that was typed is made: help lists the others by their names and descriptions,
/// so that no server's classes are loaded to print a page.
@Command(
    name = "sluice",
    description =
        "Software updates for fleets of devices: signed, delta-diffed, rolled out in rings.",
    mixinStandardHelpOptions = true,
    version = "sluice " + CommandLines.VERSION,
    footer = {
      "",
      "Programs: sluice publisher|signer|notifier|edge|agent run --config FILE",
      "          sluice config show|schema|reference PROGRAM [--config FILE]",
      "Exit codes: 0 done, 1 failed, 2 usage, 3 refused, 4 unreachable, 5 not allowed, 8 pending."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Sluice {
  private static final String COMPLETION = "generate-completion";

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  private Sluice() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(commandLine(args).execute(args));
  }

  /// The command line for these arguments.
  ///
  /// @param args decide which commands are made and which are only listed
  public static CommandLine commandLine(String... args) {
    var sluice = new Sluice();
    var line = new CommandLine(sluice);
    Optional<String> chosen = Arrays.stream(args).filter(arg -> !arg.startsWith("-")).findFirst();
    for (Commands.Entry entry : entries()) {
      boolean isMade =
          chosen.filter(c -> c.equals(entry.name()) || c.equals(COMPLETION)).isPresent();
      line.addSubcommand(entry.name(), isMade ? entry.picocliCommand().get() : listed(entry));
    }
    line.addSubcommand(COMPLETION, new GenerateCompletion());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setExecutionExceptionHandler((e, command, _) -> failed(sluice, e, command));
    line.setParameterExceptionHandler(Sluice::misused);
    return line;
  }

  private static List<Commands.Entry> entries() {
    var byName = new TreeMap<String, Commands.Entry>();
    for (Commands commands : ServiceLoader.load(Commands.class)) {
      for (Commands.Entry entry : commands.entries()) {
        if (byName.put(entry.name(), entry) != null) {
          throw new IllegalStateException("two components have a command " + entry.name());
        }
      }
    }
    return byName.values().stream().sorted(Comparator.comparing(Commands.Entry::name)).toList();
  }

  private static CommandLine listed(Commands.Entry entry) {
    var spec = CommandSpec.create();
    spec.usageMessage().description(entry.description());
    return new CommandLine(spec);
  }

  private static int failed(Sluice sluice, Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    boolean isExpected = e instanceof ProgramException;
    String message = isExpected ? String.valueOf(e.getMessage()) : e + " (--debug shows where)";
    err.println("sluice: " + OneLine.of(message).strip());
    if (sluice.debug) {
      e.printStackTrace(err);
    }
    return e instanceof ProgramException expected ? expected.exitCode() : ExitCode.FAILED;
  }

  private static int misused(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("sluice: " + OneLine.of(String.valueOf(e.getMessage())).strip());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }
}
