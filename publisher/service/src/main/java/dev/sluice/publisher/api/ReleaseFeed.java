package dev.sluice.publisher.api;

import dev.sluice.api.stream.EventFeed;
import dev.sluice.api.stream.EventSink;
import dev.sluice.api.stream.ServerEvent;
import dev.sluice.publisher.api.ReleaseForms.PatchAnswer;
import dev.sluice.publisher.api.ReleaseForms.ReleaseChange;
import dev.sluice.publisher.api.ReleaseForms.ReleaseStage;
import dev.sluice.publisher.view.Patches;
import dev.sluice.publisher.view.ReleaseState;
import dev.sluice.publisher.view.ReleaseView;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.ReleaseId;
import dev.sluice.store.StoreException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happened to one release so far, then what happens to it.
///
/// | event | when |
/// |---|---|
/// | `release.published` | it waits for its signature |
/// | `release.signed` | the product role vouches for it |
/// | `patch.built` | there is a new patch, with its base and its length |
/// | `patches.complete` | all patches are signed |
/// | `release.withdrawn` | the product role vouches for it no longer |
///
/// A client that comes late, or comes again, sees all of them.
final class ReleaseFeed implements EventFeed {
  private static final Logger LOG = LoggerFactory.getLogger(ReleaseFeed.class);

  /// Also the pause after a failure of the store.
  private static final Duration STEP = Duration.ofSeconds(5);

  private final ReleaseView view;
  private final Patches patches;
  private final ReleaseId release;

  ReleaseFeed(ReleaseView view, Patches patches, ReleaseId release) {
    this.view = view;
    this.patches = patches;
    this.release = release;
  }

  @Override
  public Subscription open(EventSink sink) {
    Thread thread = Thread.ofVirtual().name("sluice-release-feed").start(() -> follow(sink));
    return thread::interrupt;
  }

  private void follow(EventSink sink) {
    Set<String> told = new HashSet<>();
    long revision = 0;
    try {
      while (true) {
        Optional<ReleaseState> state = view.awaitChange(release, revision, STEP);
        if (state.isPresent() && !tell(state.get(), told, sink)) {
          return;
        }
        revision = state.map(ReleaseState::revision).orElse(0L);
      }
    } catch (InterruptedException _) {
      LOG.atDebug().addKeyValue("release", release).log("client is gone");
    }
  }

  /// @return whether the client still listens
  private boolean tell(ReleaseState state, Set<String> told, EventSink sink) {
    boolean listens = tell(state, "release.published", "", Optional.empty(), told, sink);
    if (listens && state.isSigned()) {
      listens = tell(state, "release.signed", "", Optional.empty(), told, sink);
    }
    boolean allTold = true;
    try {
      for (DeltaDescriptor descriptor : patches.of(state)) {
        String key = descriptor.base().text() + descriptor.result();
        listens =
            listens
                && tell(
                    state, "patch.built", key, Optional.of(PatchAnswer.of(descriptor)), told, sink);
      }
    } catch (StoreException e) {
      allTold = false;
      LOG.atWarn()
          .addKeyValue("release", release)
          .addKeyValue("reason", e.getMessage())
          .log("patches cannot be read now");
    }
    if (listens && allTold && state.arePatchesComplete()) {
      listens = tell(state, "patches.complete", "", Optional.empty(), told, sink);
    }
    if (listens && state.isWithdrawn()) {
      listens = tell(state, "release.withdrawn", "", Optional.empty(), told, sink);
    }
    return listens;
  }

  private static boolean tell(
      ReleaseState state,
      String name,
      String key,
      Optional<PatchAnswer> patch,
      Set<String> told,
      EventSink sink) {
    if (!told.add(name + key)) {
      return true;
    }
    return sink.offer(
        new ServerEvent(
            name,
            new ReleaseChange(
                state.release().product(),
                state.release().version(),
                state.publication().orElseThrow().event().counter(),
                ReleaseStage.of(state),
                state.arePatchesComplete(),
                patch)));
  }
}
