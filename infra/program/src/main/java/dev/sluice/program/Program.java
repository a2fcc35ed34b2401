package dev.sluice.program;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/// One of Sluice's programs. `sluice-NAME run --config FILE` and `sluice up` both start it through
/// this.
///
/// @param <C> its configuration
public interface Program<C extends Record & ProgramConfig> {
  /// The word that names it in commands, environment variables and logs: `publisher`, `signer`,
  /// `notifier`, `edge`,
  /// `agent`.
  String name();

  /// The record that holds its configuration.
  Class<C> configuration();

  /// Command line flags of its own, each of which sets a key; the keys stay available in the file.
  default List<Flag> flags() {
    return List.of();
  }

  /// Starts it and returns once it does its work.
  ///
  /// @throws dev.sluice.program.exit.ProgramException if it cannot start; nothing is left running
  ///     then
  Running start(C config, Surroundings surroundings) throws InterruptedException;

  /// A flag of one program, as a short form of `--set KEY=VALUE`.
  ///
  /// @param option as typed, `--once`
  /// @param key the key that it sets
  /// @param value what it sets the key to
  /// @param description one line for `--help`
  record Flag(String option, String key, String value, String description) {}

  /// A program that runs. Components implement it and add what others need to know, such as ports.
  interface Running extends AutoCloseable {
    /// Stops cleanly within seconds. Closing twice does nothing more.
    @Override
    void close();

    /// Waits until it ends by itself. Most never do.
    ///
    /// @throws dev.sluice.program.exit.ProgramException if it ended because something is wrong
    default void awaitEnd() throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }
}
