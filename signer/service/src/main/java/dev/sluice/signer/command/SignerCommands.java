package dev.sluice.signer.command;

import dev.sluice.program.remote.Commands;
import java.util.List;

/// The signer's commands, found by `sluice`.
public final class SignerCommands implements Commands {
  /// Made by the service loader.
  public SignerCommands() {}

  @Override
  public List<Entry> entries() {
    return List.of(
        new Entry(
            KeysCommand.NAME,
            "Shows, renews and replaces signing keys, on the signer's own machine.",
            () -> KeysCommand.line(System.out)));
  }
}
