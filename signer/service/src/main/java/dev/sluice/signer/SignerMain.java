package dev.sluice.signer;

import dev.sluice.program.remote.Commands;
import dev.sluice.program.run.ProgramMain;
import java.util.Arrays;
import java.util.Optional;
import java.util.ServiceLoader;
import picocli.CommandLine;

/// What `signer/sluice-signer` runs: the program, or `keys …` on its keys.
public final class SignerMain {
  private static final String KEYS = "keys";

  private SignerMain() {}

  /// Runs and exits.
  public static void main(String... args) {
    Optional<CommandLine> keys =
        args.length > 0 && args[0].equals(KEYS) ? findCommand(KEYS) : Optional.empty();
    System.exit(
        keys.isPresent()
            ? keys.get().execute(Arrays.copyOfRange(args, 1, args.length))
            : ProgramMain.run(new SignerProgram(), System.out, System.err, args));
  }

  private static Optional<CommandLine> findCommand(String name) {
    return ServiceLoader.load(Commands.class).stream()
        .flatMap(provider -> provider.get().entries().stream())
        .filter(entry -> entry.name().equals(name))
        .map(entry -> entry.picocliCommand().get())
        .map(command -> command instanceof CommandLine line ? line : new CommandLine(command))
        .findFirst();
  }
}
