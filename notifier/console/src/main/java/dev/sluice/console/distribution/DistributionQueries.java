package dev.sluice.console.distribution;

import java.io.IOException;
import java.time.Duration;

/// Asks where the fleet's bytes came from; for any number of threads.
@FunctionalInterface
public interface DistributionQueries {
  /// What was told lately.
  ///
  /// @param span how far back, an hour to seven days
  /// @throws IOException if not all of it can be asked now
  Distribution since(Duration span) throws IOException;
}
