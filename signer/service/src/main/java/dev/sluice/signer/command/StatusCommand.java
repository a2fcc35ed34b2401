package dev.sluice.signer.command;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.remote.OutputOptions;
import dev.sluice.repository.state.RoleStatus;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `keys status`.
@Command(
    name = "status",
    description =
        "Shows every role: version, expiry, keys, threshold, and whether it can be signed here."
            + " Exits with 1 if one has expired.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private final KeysOptions options = new KeysOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  StatusCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    StatusTable status =
        options.with(
            opened ->
                new StatusTable(
                    RoleStatus.of(opened.writer().repository(), opened.keys()),
                    opened.clock().instant()));
    output.print(out, status.json(), status::table);
    return status.hasExpired() ? ExitCode.FAILED : ExitCode.DONE;
  }
}
