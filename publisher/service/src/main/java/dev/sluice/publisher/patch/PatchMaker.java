package dev.sluice.publisher.patch;

import java.io.IOException;

/// Makes patches. For any number of threads.
@FunctionalInterface
public interface PatchMaker {
  /// Makes one patch, in the calling thread.
  ///
  /// @throws IOException if a file of the work directory fails
  BuildOutcome make(PatchOrder order) throws IOException;
}
