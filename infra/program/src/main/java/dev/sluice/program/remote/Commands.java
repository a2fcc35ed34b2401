package dev.sluice.program.remote;

import java.util.List;
import java.util.function.Supplier;

/// A component's commands, found by `ServiceLoader`, so that `sluice` collects them.
public interface Commands {
  /// The commands, cheap to list: nothing is made before a command is chosen.
  List<Entry> entries();

  /// One command or group of commands.
  ///
  /// @param name as typed, `release`
  /// @param description one line for `--help`
  /// @param picocliCommand makes the object with picocli's annotations, or a `CommandLine`
  record Entry(String name, String description, Supplier<Object> picocliCommand) {}
}
