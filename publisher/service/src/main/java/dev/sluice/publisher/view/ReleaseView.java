package dev.sluice.publisher.view;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseEvent;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.publisher.view.ReleaseState.Publication;
import dev.sluice.release.ReleaseId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The releases that are live, as topics `artifacts` and `releases` tell them.
///
/// One thread for each topic feeds it, in any order of the two; any thread may ask.
public final class ReleaseView {
  /// Guarded by this.
  private final Map<ReleaseId, ReleaseState> releases = new HashMap<>();

  /// Takes in an event of topic `artifacts`.
  public void see(StampedEvent<? extends ArtifactEvent> stamped) {
    switch (stamped.event()) {
      case ArtifactPublished published ->
          change(
              published.release(),
              state ->
                  state.published(new Publication(published, stamped.time(), stamped.trace())));
      case DeltasBuilt built ->
          change(built.release(), state -> state.built(built.result(), built.descriptors()));
      case WithdrawalOrdered ordered ->
          change(ordered.release(), state -> state.withdrawalOrdered(ordered.reason()));
    }
  }

  /// Takes in an event of topic `releases`.
  public void seeSigned(StampedEvent<? extends ReleaseEvent> stamped) {
    switch (stamped.event()) {
      case ReleaseSigned signed -> change(signed.release(), ReleaseState::signed);
      case DeltasSigned signed ->
          change(signed.release(), state -> state.patchesSigned(signed.complete()));
      case ReleaseWithdrawn withdrawn ->
          change(withdrawn.release(), state -> state.withdrawn(withdrawn.reason()));
    }
  }

  private synchronized void change(ReleaseId release, UnaryOperator<ReleaseState> step) {
    releases.compute(
        release, (_, known) -> step.apply(known == null ? ReleaseState.unknown(release) : known));
    notifyAll();
  }

  /// What is known of a release that was published.
  public synchronized Optional<ReleaseState> find(ReleaseId release) {
    return Optional.ofNullable(releases.get(release))
        .filter(state -> state.publication().isPresent());
  }

  /// All that were published, by product, the latest of each first.
  public synchronized List<ReleaseState> list() {
    return releases.values().stream()
        .filter(state -> state.publication().isPresent())
        .sorted(
            Comparator.comparing((ReleaseState state) -> state.release().product())
                .thenComparing(Comparator.comparingLong(ReleaseView::counter).reversed()))
        .toList();
  }

  private static long counter(ReleaseState state) {
    return state.publication().map(known -> known.event().counter()).orElse(0L);
  }

  /// Since when the release that has waited longest waits for its patches; empty if none does.
  public Optional<Instant> oldestWithoutPatches() {
    return waiting().stream().min(Comparator.naturalOrder());
  }

  /// How many releases wait for their patches.
  public int releasesWithoutPatches() {
    return waiting().size();
  }

  private synchronized List<Instant> waiting() {
    return releases.values().stream()
        .filter(state -> !state.arePatchesComplete() && !state.isWithdrawn())
        .flatMap(state -> state.publication().stream())
        .map(Publication::time)
        .toList();
  }

  /// Waits until a release has changed.
  ///
  /// @param revision what the caller has seen; 0 if nothing
  /// @param limit how long to wait at most
  /// @return what is known now
  /// @throws InterruptedException if interrupted while waiting
  public synchronized Optional<ReleaseState> awaitChange(
      ReleaseId release, long revision, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (find(release).map(ReleaseState::revision).orElse(0L) <= revision) {
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return find(release);
      }
      wait(leftMillis);
    }
    return find(release);
  }
}
