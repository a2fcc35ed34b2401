package dev.sluice.notifier.query;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The other instances, to be asked for partitions that they hold. For any number of threads.
public interface Instances {
  /// For an instance that neither asks others nor is asked.
  Instances NONE = new None();

  /// Under which address the others know this one.
  Optional<InstanceAddress> own();

  /// Asks one of them, once; bounded in time.
  ///
  /// @throws IOException if it does not answer in time, refuses, or does not hold all of the
  ///     partitions any more; the message names it
  List<Found> ask(InstanceAddress to, Asked asked) throws IOException;

  /// A question on its way.
  ///
  /// @param partitions that are to answer; each must
  /// @param question in JSON
  record Asked(String kind, List<Integer> partitions, String question) {
    /// Copies.
    public Asked {
      partitions = List.copyOf(partitions);
    }
  }

  /// Nobody.
  final class None implements Instances {
    private None() {}

    @Override
    public Optional<InstanceAddress> own() {
      return Optional.empty();
    }

    @Override
    public List<Found> ask(InstanceAddress to, Asked asked) throws IOException {
      throw new IOException(
          "instance " + to + " cannot be asked: this one has no instances.address");
    }
  }
}
