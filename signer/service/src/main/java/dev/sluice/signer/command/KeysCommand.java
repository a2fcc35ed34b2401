package dev.sluice.signer.command;

import dev.sluice.program.exit.ProgramException;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `keys status|renew|rotate`.
@Command(
    name = KeysCommand.NAME,
    description =
        "Shows, renews and replaces signing keys. Works on the signer's own machine, with its"
            + " configuration file, whether the signer runs or not.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
public final class KeysCommand {
  /// As typed.
  public static final String NAME = "keys";

  private KeysCommand() {}

  /// The command with its subcommands.
  ///
  /// @param out where answers go; failures go to the command line's own error writer
  public static CommandLine line(PrintStream out) {
    return new CommandLine(new KeysCommand())
        .addSubcommand(new StatusCommand(out))
        .addSubcommand(new RenewCommand(out))
        .addSubcommand(new RotateCommand(out))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(
            (failure, line, _) -> {
              if (failure instanceof ProgramException expected) {
                line.getErr().println(expected.getMessage());
                return expected.exitCode();
              }
              throw failure;
            });
  }
}
