package dev.sluice.console.safeguard;

import dev.sluice.release.ProductName;
import java.io.IOException;
import java.util.List;

/// The safeguard holds in force; for any number of threads.
@FunctionalInterface
public interface SafeguardQueries {
  /// Those of a product, the oldest first.
  ///
  /// @throws IOException if the state cannot be asked now
  List<ActiveHold> holds(ProductName product) throws IOException;
}
