package dev.sluice.stack.cli;

import dev.sluice.edge.command.EdgeCommand;
import dev.sluice.stack.StackException;
import dev.sluice.stack.demo.RolloutStoppedException;
import java.io.PrintWriter;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The `sluice` program.
@Command(
    name = "sluice",
    description =
        "Software updates for fleets of devices: signed, delta-diffed, rolled out in rings.",
    mixinStandardHelpOptions = true,
    version = "sluice 0.1.0",
    subcommands = {
      DemoCommand.class,
      UpCommand.class,
      PublishCommand.class,
      RolloutCommand.class,
      EdgeCommand.class,
      DeltaCommand.class,
      GenerateCompletion.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class Sluice {
  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  private Sluice() {}

  /// Runs one command and ends the process with its exit code.
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    Sluice sluice = new Sluice();
    CommandLine line = new CommandLine(sluice);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(sluice, e, command));
    line.setParameterExceptionHandler(Sluice::misused);
    return line;
  }

  private static int failed(Sluice sluice, Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println("sluice: " + oneLine(e));
    if (sluice.debug) {
      e.printStackTrace(err);
    }
    return switch (e) {
      case UsageException _ -> ExitCode.USAGE;
      case UnreachableException _ -> ExitCode.UNREACHABLE;
      case RolloutStoppedException _ -> ExitCode.REFUSED;
      default -> ExitCode.FAILED;
    };
  }

  private static String oneLine(Exception e) {
    String message =
        e instanceof StackException
            ? StackException.reason(e)
            : e.getClass().getSimpleName()
                + ": "
                + StackException.reason(e)
                + " (--debug shows where)";
    return message.replaceAll("\\s*\\R\\s*", " ");
  }

  private static int misused(CommandLine.ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("sluice: " + StackException.reason(e).replaceAll("\\s*\\R\\s*", " "));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
      err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }
}
