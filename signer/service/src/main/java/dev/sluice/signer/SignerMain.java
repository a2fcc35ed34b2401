package dev.sluice.signer;

import dev.sluice.program.run.ProgramMain;
import dev.sluice.signer.command.KeysCommand;
import java.util.Arrays;

/// What `signer/sluice-signer` runs: the program, or `keys …` on its keys.
public final class SignerMain {
  private SignerMain() {}

  /// Runs and exits.
  public static void main(String... args) {
    System.exit(
        args.length > 0 && args[0].equals(KeysCommand.NAME)
            ? KeysCommand.run(System.out, System.err, Arrays.copyOfRange(args, 1, args.length))
            : ProgramMain.run(new SignerProgram(), System.out, System.err, args));
  }
}
