package dev.sluice.publisher.delta;

import dev.sluice.patch.PatchLimits;
import dev.sluice.publisher.store.ArtifactStore;
import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.DeltaStep;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ProductName;
import dev.sluice.store.StoreException;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.metadata.TargetFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds ways from a base to a result over patches that exist already.
///
/// A way ends with a patch that leads to the result at once. What leads to that patch's base, one
/// patch or a chain itself, was built when that base was the newest release, and stands in its
/// ledger. Lives as long as the build of one release, on one thread.
final class Chains {
  private final DeltaLimits limits;
  private final ArtifactStore store;
  private final Descriptors descriptors;
  private final ProductName product;
  private final Map<Digest, DeltaLedger> ledgers = new HashMap<>();

  Chains(DeltaLimits limits, ArtifactStore store, Descriptors descriptors, ProductName product) {
    this.limits = limits;
    this.store = store;
    this.descriptors = descriptors;
    this.product = product;
  }

  /// The way with the fewest bytes, by two patches or more, each of which a device may apply.
  ///
  /// @param result what is known of the patches to the result
  /// @param maxBytes a longer one is of no use
  Optional<List<DeltaStep>> findShortest(DeltaBase from, DeltaLedger result, long maxBytes)
      throws StoreException {
    Optional<List<DeltaStep>> shortest = Optional.empty();
    long limitBytes = maxBytes;
    for (TargetFile target : result.descriptors()) {
      Optional<DeltaDescriptor> last =
          descriptors.find(target).filter(found -> found.steps().size() == 1);
      if (last.isPresent() && last.get().base() instanceof DeltaBase.Existing(var via, _)) {
        Optional<List<DeltaStep>> way = find(from, via, last.get(), limitBytes);
        if (way.isPresent()) {
          shortest = way;
          limitBytes = bytes(way.get()) - 1;
        }
      }
    }
    return shortest;
  }

  private Optional<List<DeltaStep>> find(
      DeltaBase from, Digest via, DeltaDescriptor last, long maxBytes) throws StoreException {
    Optional<TargetFile> target = ledger(via).find(from);
    Optional<DeltaDescriptor> first =
        target.isEmpty() ? Optional.empty() : descriptors.find(target.get());
    if (first.isEmpty()) {
      return Optional.empty();
    }
    List<DeltaStep> way = new ArrayList<>(first.get().steps());
    way.addAll(last.steps());
    boolean isUsable =
        bytes(way) <= maxBytes
            && DeltaDescriptor.isWay(from, way)
            && way.stream().allMatch(this::mayBeApplied)
            && areThere(first.get().steps());
    return isUsable ? Optional.of(List.copyOf(way)) : Optional.empty();
  }

  /// An earlier release may have been built under other limits.
  private boolean mayBeApplied(DeltaStep step) {
    return step.memoryBytes() <= limits.maxApplyBytes()
        && step.scratchBytes() <= PatchLimits.DEFAULT.maxScratchBytes();
  }

  private boolean areThere(List<DeltaStep> steps) throws StoreException {
    for (DeltaStep step : steps) {
      if (!store.exists(ObjectPaths.patch(step.patch()), step.patchLengthBytes())) {
        return false;
      }
    }
    return true;
  }

  private DeltaLedger ledger(Digest result) throws StoreException {
    DeltaLedger known = ledgers.get(result);
    if (known == null) {
      known = DeltaLedger.read(store, product, result);
      ledgers.put(result, known);
    }
    return known;
  }

  private static long bytes(List<DeltaStep> steps) {
    return steps.stream().mapToLong(DeltaStep::patchLengthBytes).sum();
  }
}
