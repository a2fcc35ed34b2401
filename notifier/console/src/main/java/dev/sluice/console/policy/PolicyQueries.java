package dev.sluice.console.policy;

import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The policies in force; for any number of threads.
public interface PolicyQueries {
  /// The latest of each product, by product. Products without one are left out.
  ///
  /// @throws IOException if the state cannot be asked now
  List<AppliedPolicy> list() throws IOException;

  /// A product's latest.
  ///
  /// @throws IOException if the state cannot be asked now
  Optional<AppliedPolicy> find(ProductName product) throws IOException;

  /// The releases that a policy of the product can name: signed and live, the latest first.
  ///
  /// @throws IOException if the state cannot be asked now
  List<ReleaseId> liveReleases(ProductName product) throws IOException;
}
