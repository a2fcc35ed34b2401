package dev.sluice.console.flag;

import dev.sluice.release.ProductName;
import java.io.IOException;
import java.util.List;

/// The flags that were switched; for any number of threads.
@FunctionalInterface
public interface FlagQueries {
  /// The rings of a product in their order, with the flags that were switched in each; at the end
  /// those that are gone and have one. None before the first rollout.
  ///
  /// @throws IOException if the state cannot be asked now
  List<FlaggedRing> flags(ProductName product) throws IOException;
}
