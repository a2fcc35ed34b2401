package dev.sluice.console.channel;

import java.util.List;
import java.util.Optional;

/// The external channels, as people see and try them; for any number of threads.
public interface ChannelPort {
  /// All of them, in the order of the configuration.
  List<ChannelState> list();

  /// Sends a test to a channel's receiver now and waits for its answer, some seconds at most.
  ///
  /// @param by who tries it
  /// @return empty if there is no such channel
  Optional<Tried> test(String name, String by);

  /// What came of a test.
  ///
  /// @param problem why the receiver did not take it; empty if it did
  record Tried(Optional<String> problem) {}

  /// Where there are no channels.
  static ChannelPort none() {
    return new ChannelPort() {
      @Override
      public List<ChannelState> list() {
        return List.of();
      }

      @Override
      public Optional<Tried> test(String name, String by) {
        return Optional.empty();
      }
    };
  }
}
