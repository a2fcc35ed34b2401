package dev.sluice.signer.command;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.remote.OutputOptions;
import dev.sluice.repository.state.Repository;
import dev.sluice.repository.state.RoleStatus;
import dev.sluice.signer.keys.KeyRing.OldKeys;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `keys rotate`.
@Command(
    name = "rotate",
    description =
        "Gives a role new keys in place of those on this machine, and signs what names them. The"
            + " keys of root (for root, targets, snapshot, timestamp) or of targets (for others)"
            + " must lie here too. Old keys go to the folder old beside the others.",
    mixinStandardHelpOptions = true)
final class RotateCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private final KeysOptions options = new KeysOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "ROLE", description = "root, targets, timestamp, product.NAME …")
  private String role = "";

  @Option(names = "--delete-old", description = "delete the old keys instead of keeping them")
  private boolean deleteOld;

  RotateCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    StatusTable rotated =
        options.with(
            opened -> {
              Repository after =
                  opened
                      .writer()
                      .rotate(
                          KeysOptions.requireRole(opened.writer(), role),
                          deleteOld ? OldKeys.DELETE : OldKeys.KEEP);
              return new StatusTable(
                  RoleStatus.of(after, opened.keys()).stream()
                      .filter(status -> status.role().equals(role))
                      .toList(),
                  opened.clock().instant());
            });
    output.print(out, rotated.json(), rotated::table);
    return ExitCode.DONE;
  }
}
