package dev.sluice.console.rollout;

import dev.sluice.api.Page;
import dev.sluice.api.PageRequest;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Every rollout as it is now; for any number of threads.
///
/// Lists are in the order of products, the latest release of each first; a page's key is the
/// rollout's text.
public interface RolloutQueries {
  /// All rollouts.
  ///
  /// @throws IOException if the state cannot be asked now
  Page<RolloutSnapshot> list(PageRequest page) throws IOException;

  /// Those of one product.
  ///
  /// @throws IOException if the state cannot be asked now
  Page<RolloutSnapshot> listOf(ProductName product, PageRequest page) throws IOException;

  /// One rollout.
  ///
  /// @throws IOException if the state cannot be asked now
  Optional<RolloutSnapshot> find(RolloutId rollout) throws IOException;

  /// Where a rollout can be rolled back to now, the latest release first. Nowhere unless it is the
  /// latest of its product that reached devices.
  ///
  /// @throws IOException if the state cannot be asked now
  List<ReleaseId> rollbackTargets(RolloutId rollout) throws IOException;
}
