package dev.sluice.console.release;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseEvent;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.release.ReleaseId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The releases that were heard of last, at most [#LIMIT]. Some threads feed it, any may ask.
public final class ReleaseTable {
  /// A release takes some kilobytes.
  static final int LIMIT = 5_000;

  /// Guarded by this; what was heard of first comes first.
  private final Map<ReleaseId, ReleaseRecord> releases = new LinkedHashMap<>();

  /// Takes in an event of the topic `artifacts`.
  public void see(StampedEvent<? extends ArtifactEvent> stamped) {
    switch (stamped.event()) {
      case ArtifactPublished published ->
          change(published.release(), known -> known.with(again(stamped, published)));
      case DeltasBuilt built ->
          change(
              built.release(), known -> known.withPatches(built.result(), PatchSize.listOf(built)));
      case WithdrawalOrdered ordered -> change(ordered.release(), known -> known.with(ordered));
    }
  }

  /// Takes in an event of the topic `releases`.
  public void seeSigned(StampedEvent<? extends ReleaseEvent> stamped) {
    switch (stamped.event()) {
      case ReleaseSigned signed ->
          change(signed.release(), known -> known.withSignature(again(stamped, signed)));
      case DeltasSigned signed ->
          change(signed.release(), known -> known.withComplete(signed.complete()));
      case ReleaseWithdrawn withdrawn ->
          change(withdrawn.release(), known -> known.with(withdrawn));
    }
  }

  private static <E extends Event> StampedEvent<E> again(StampedEvent<?> stamped, E event) {
    return new StampedEvent<>(
        stamped.id(), stamped.source(), stamped.time(), stamped.trace(), event);
  }

  private synchronized void change(ReleaseId release, UnaryOperator<ReleaseRecord> change) {
    ReleaseRecord known = releases.getOrDefault(release, ReleaseRecord.unknown(release));
    releases.put(release, change.apply(known));
    if (releases.size() > LIMIT) {
      releases.remove(releases.keySet().iterator().next());
    }
  }

  /// By product, the latest release of each first.
  public synchronized List<ReleaseRecord> list() {
    return releases.values().stream()
        .filter(record -> record.counter() > 0)
        .sorted(
            Comparator.comparing((ReleaseRecord record) -> record.release().product())
                .thenComparing(Comparator.comparingLong(ReleaseRecord::counter).reversed()))
        .toList();
  }

  /// One of them.
  public synchronized Optional<ReleaseRecord> find(ReleaseId release) {
    return Optional.ofNullable(releases.get(release)).filter(record -> record.counter() > 0);
  }
}
