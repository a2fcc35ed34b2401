package dev.sluice.signer.command;

import dev.sluice.program.exit.ExitCode;
import dev.sluice.program.exit.UsageException;
import dev.sluice.program.remote.OutputOptions;
import dev.sluice.repository.change.Upkeep;
import dev.sluice.repository.state.Repository;
import dev.sluice.repository.state.RoleStatus;
import dev.sluice.signer.keys.KeyRing;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `keys renew`.
@Command(
    name = "renew",
    description =
        "Signs roles again, with a new expiry. Their keys must lie on this machine; those of"
            + " snapshot and timestamp always do their part.",
    mixinStandardHelpOptions = true)
final class RenewCommand implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private final KeysOptions options = new KeysOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "ROLE", arity = "0..*", description = "root, targets, product.NAME …")
  private List<String> roles = List.of();

  @Option(names = "--all", description = "every role whose keys lie on this machine")
  private boolean all;

  RenewCommand(PrintStream out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    if (all != roles.isEmpty()) {
      throw new UsageException("keys renew: expected either roles or --all");
    }
    StatusTable renewed =
        options.with(
            opened -> {
              Set<String> chosen = chosen(opened);
              Repository after = opened.writer().commit(_ -> Upkeep.renewing(chosen)).repository();
              return new StatusTable(
                  statuses(after, opened.keys()).stream()
                      .filter(status -> chosen.contains(status.role()))
                      .toList(),
                  opened.clock().instant());
            });
    output.print(out, renewed.json(), renewed::table);
    return ExitCode.DONE;
  }

  private Set<String> chosen(KeysOptions.Opened opened) throws IOException {
    Set<String> chosen = new LinkedHashSet<>();
    if (all) {
      statuses(opened.writer().repository(), opened.keys()).stream()
          .filter(RoleStatus::canSignHere)
          .forEach(status -> chosen.add(status.role()));
    } else {
      roles.forEach(role -> chosen.add(KeysOptions.requireRole(opened.writer(), role)));
    }
    return chosen;
  }

  private static List<RoleStatus> statuses(Repository repository, KeyRing keys) throws IOException {
    return RoleStatus.of(repository, keys);
  }
}
