package dev.sluice.publisher;

import dev.sluice.api.server.ApiServer;
import dev.sluice.api.token.FollowedTokens;
import dev.sluice.events.Topic;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaWatch;
import dev.sluice.kafka.TopicWatcher;
import dev.sluice.kafka.Topics;
import dev.sluice.program.Parts;
import dev.sluice.program.Program;
import dev.sluice.program.Surroundings;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.api.ReleaseRoutes;
import dev.sluice.publisher.api.UploadRoutes;
import dev.sluice.publisher.delta.DeltaWorker;
import dev.sluice.publisher.delta.DeltaWorkerConfig;
import dev.sluice.publisher.publication.Releases;
import dev.sluice.publisher.store.S3ArtifactStore;
import dev.sluice.publisher.store.S3UploadTickets;
import dev.sluice.publisher.upload.Uploads;
import dev.sluice.publisher.view.NamedFloors;
import dev.sluice.publisher.view.Patches;
import dev.sluice.publisher.view.ReleaseView;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/// A publisher that runs: its API, its view of the releases, and its builder of patches.
public final class RunningPublisher implements Program.Running {
  private static final String SOURCE = "sluice/publisher";

  private static final List<Topic<?>> TOPICS =
      List.of(
          Topic.ARTIFACTS,
          Topic.RELEASES,
          Topic.DEVICES,
          Topic.POLICIES,
          Topic.PRINCIPALS,
          Topic.DEAD_LETTERS);

  private final PublisherConfig config;
  private final Surroundings surroundings;
  private final ReleaseView view = new ReleaseView();
  private final NamedFloors floors = new NamedFloors();

  private final Parts parts = new Parts();

  private Optional<URI> uri = Optional.empty();

  private RunningPublisher(PublisherConfig config, Surroundings surroundings) {
    this.config = config;
    this.surroundings = surroundings;
  }

  /// Starts a publisher; waits for Kafka, its topics and the store.
  ///
  /// @throws dev.sluice.program.exit.ProgramException if it cannot start; nothing is left running
  static RunningPublisher start(PublisherConfig config, Surroundings surroundings)
      throws InterruptedException {
    var publisher = new RunningPublisher(config, surroundings);
    boolean started = false;
    try {
      publisher.open();
      started = true;
      return publisher;
    } catch (IOException e) {
      throw new CannotStartException(String.valueOf(e.getMessage()), e);
    } finally {
      if (!started) {
        publisher.close();
      }
    }
  }

  private void open() throws IOException, InterruptedException {
    var store = parts.add(new S3ArtifactStore(config.store()));
    store.await(config.startLimit(), surroundings.health().add("store"));
    Topics.await(
        config.kafka(), config.startLimit(), surroundings.health().add("topics"), false, TOPICS);
    var tickets = parts.add(new S3UploadTickets(config.store()));
    var uploads = parts.add(new Uploads(store, tickets));
    var events = parts.add(new EventProducer(config.kafka(), SOURCE, surroundings.clock()));
    FollowedTokens tokens = parts.add(FollowedTokens.start(config.kafka(), surroundings.clock()));
    var _ = parts.add(KafkaWatch.start(config.kafka(), surroundings.health().add("kafka")));
    follow();
    var releases = new Releases(store, uploads, events);
    ApiServer server =
        parts.add(
            ApiServer.start(
                "Sluice publisher",
                config.api(),
                tokens,
                List.of(
                    new UploadRoutes(uploads),
                    new ReleaseRoutes(
                        releases,
                        view,
                        floors,
                        new Patches(store),
                        surroundings.traces(),
                        config.delta().enabled())),
                surroundings.meters()));
    server.watch(surroundings.health());
    uri = Optional.of(server.uri());
    if (config.delta().enabled()) {
      startWorker();
    }
  }

  private void follow() throws IOException, InterruptedException {
    EventFollower follower = parts.add(startView());
    surroundings
        .health()
        .add(
            "release-view",
            () ->
                follower.isRunning()
                    ? Optional.empty()
                    : Optional.of("the follower of releases has ended"));
    var meters = surroundings.meters();
    var _ =
        meters.gauge(
            "sluice.publisher.delta.queue.releases", view, ReleaseView::releasesWithoutPatches);
    var _ =
        meters.gauge(
            "sluice.publisher.delta.queue.age.seconds", this, RunningPublisher::queueSeconds);
  }

  private EventFollower startView() throws IOException, InterruptedException {
    EventFollower follower;
    try {
      follower =
          EventFollower.start(
              config.kafka(),
              List.of(
                  new TopicWatcher<>(Topic.ARTIFACTS, view::see),
                  new TopicWatcher<>(Topic.RELEASES, view::seeSigned),
                  new TopicWatcher<>(Topic.POLICIES, floors::see)));
    } catch (KafkaException | IllegalStateException e) {
      throw new IOException("releases: " + e.getMessage(), e);
    }
    boolean caughtUp = false;
    try {
      caughtUp = follower.awaitCaughtUp(config.startLimit());
    } finally {
      if (!caughtUp) {
        follower.close();
      }
    }
    if (!caughtUp) {
      throw new IOException(
          "releases: expected those of %s within %d s"
              .formatted(config.kafka(), config.startLimit().toSeconds()));
    }
    return follower;
  }

  private double queueSeconds() {
    return view.oldestWithoutPatches()
        .map(since -> Duration.between(since, surroundings.clock().instant()).toMillis() / 1_000.0)
        .orElse(0.0);
  }

  private void startWorker() throws IOException {
    var workerConfig =
        new DeltaWorkerConfig(
            config.kafka(),
            config.store(),
            config.workDirectory(),
            config.delta().limits(),
            DeltaWorkerConfig.DEFAULT_FLEET_WAIT,
            RetryPolicy.STANDARD,
            surroundings.clock());
    var _ = parts.add(DeltaWorker.start(workerConfig, surroundings));
  }

  /// Where its API answers.
  public URI api() {
    return uri.orElseThrow();
  }

  @Override
  public synchronized void close() {
    parts.close();
  }
}
