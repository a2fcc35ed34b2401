package dev.sluice.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.RefusedException;
import dev.sluice.release.ReleaseId;
import dev.sluice.stack.Fleet;
import dev.sluice.stack.Pipeline;
import dev.sluice.stack.Pipeline.Egress;
import dev.sluice.stack.StoreUsage;
import dev.sluice.stack.demo.DemoInput.Build;
import dev.sluice.stack.demo.DemoReport.BytesReport;
import dev.sluice.stack.demo.DemoReport.DeviceReport;
import dev.sluice.stack.demo.DemoReport.PatchReport;
import dev.sluice.stack.demo.DemoReport.ReleaseReport;
import dev.sluice.stack.demo.DemoReport.RingReport;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run of the demo over a started pipeline and fleet: two releases, each published and followed
/// through the rings, then every device's disk compared with what was published.
///
/// Run again on the data of an earlier run, finished or killed, it goes on where that one stood:
/// publishing the same bytes twice is one release.
public final class Demo {
  private static final Duration ROLLOUT_LIMIT = Duration.ofMinutes(15);
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
  private static final Duration REDRAW = Duration.ofMillis(250);

  private final Pipeline pipeline;
  private final Fleet fleet;
  private final DemoInput input;
  private final Display display;

  /// A run over servers that are up; closes none of them.
  public Demo(Pipeline pipeline, Fleet fleet, DemoInput input, Display display) {
    this.pipeline = pipeline;
    this.fleet = fleet;
    this.input = input;
    this.display = display;
  }

  /// Publishes both releases in turn.
  ///
  /// @param since what the report's total time counts from
  /// @throws FailedException if a release cannot be published, or its rollout stops or does not end
  ///     within 15 minutes
  public DemoReport run(Instant since) throws IOException, InterruptedException {
    List<ReleaseReport> releases = new ArrayList<>();
    Published first = publishAndFollow(input.first(), Optional.empty());
    releases.add(first.report());
    // The inventory decides which patches are built: it must have heard of the first release.
    if (!fleet.awaitInventory(first.report().counter(), SETTLE_LIMIT)) {
      requireGoingOn();
      throw new FailedException(
          "inventory: every device was expected to report %s within %d s; see %s"
              .formatted(input.first().version(), SETTLE_LIMIT.toSeconds(), pipeline.logFile()));
    }
    Published second = publishAndFollow(input.second(), Optional.of(first.digest()));
    releases.add(second.report());
    int installed = fleet.awaitInstalled(second.digest(), SETTLE_LIMIT);
    requireGoingOn();
    DemoReport report =
        new DemoReport(
            releases,
            new DeviceReport(fleet.size(), installed, fleet.size() - installed),
            seconds(since, Instant.now()));
    display.summary(report);
    return report;
  }

  private Published publishAndFollow(Build build, Optional<Digest> base)
      throws IOException, InterruptedException {
    ReleaseId release = new ReleaseId(input.product(), build.version());
    Instant started = Instant.now();
    StoreUsage documentsBefore = pipeline.usage();
    Egress egressBefore = pipeline.egress();
    display.working("publishing " + release);
    long counter = pipeline.client().publish(release, build.file());
    JsonNode artifact = require(release).path("artifacts").path(0);
    Digest digest = Digest.parse(artifact.path("sha256").asText());
    long lengthBytes = artifact.path("lengthBytes").asLong();
    display.done(
        "published %s: %s, sha256 %s"
            .formatted(release, Quantities.bytes(lengthBytes), digest.prefix()),
        Duration.between(started, Instant.now()));
    RolloutSnapshot end = follow(new RolloutId(input.product(), counter), release);
    Duration took = Duration.between(started, Instant.now());
    display.done("rolled out %s".formatted(release), took);
    Egress egress = pipeline.egress().since(egressBefore);
    List<Patch> patches = Patch.of(require(release));
    return new Published(
        digest,
        new ReleaseReport(
            input.product().value(),
            build.version().value(),
            counter,
            lengthBytes,
            base.flatMap(b -> Patch.find(patches, b)).map(Patch::bytes).orElse(null),
            patches.stream().map(patch -> new PatchReport(patch.kind(), patch.bytes())).toList(),
            pipeline.usage().addedSince(documentsBefore),
            new BytesReport(egress.origin(), egress.tier1(), egress.tier2()),
            end.rings().stream().map(Demo::ring).toList(),
            round(took.toMillis() / 1000.0)));
  }

  /// The publisher shows a release once it has read its own event again, a moment after it took it.
  private JsonNode require(ReleaseId release) throws InterruptedException {
    var _ = pipeline.client().await(client -> client.release(release).isPresent(), SETTLE_LIMIT);
    return pipeline
        .client()
        .release(release)
        .orElseThrow(() -> new FailedException(release + " was published, but is not shown"));
  }

  /// Shows each change until the rollout has ended.
  private RolloutSnapshot follow(RolloutId id, ReleaseId release) throws InterruptedException {
    Story story = new Story(pipeline, release, display);
    Instant limit = Instant.now().plus(ROLLOUT_LIMIT);
    while (Instant.now().isBefore(limit)) {
      requireGoingOn();
      story.tell();
      Optional<RolloutSnapshot> now = pipeline.client().rollout(id);
      now.ifPresent(display::rollout);
      if (now.isPresent() && hasEnded(now.get())) {
        story.tell();
        return now.get();
      }
      var _ = pipeline.client().awaitChangeOf(id, now, REDRAW);
    }
    throw new FailedException(
        "rollout %s: its end was expected within %d minutes, but it is %s; see %s"
            .formatted(
                id,
                ROLLOUT_LIMIT.toMinutes(),
                pipeline.client().rollout(id).map(RolloutSnapshot::state).orElse("not begun"),
                pipeline.logFile()));
  }

  /// Waiting ends at once for a thread that is interrupted, and would go round in circles.
  private static void requireGoingOn() {
    if (Thread.currentThread().isInterrupted()) {
      throw new FailedException("the demo was interrupted");
    }
  }

  private boolean hasEnded(RolloutSnapshot snapshot) {
    return switch (snapshot.state()) {
      // A run on the data of an earlier one finds its first release overtaken by the second.
      case "completed", "superseded" -> true;
      case "paused", "halted" ->
          throw new RefusedException(
              "rollout %s was expected to complete, but it is %s: %s; see %s"
                  .formatted(
                      snapshot.id(), snapshot.state(), snapshot.reason(), pipeline.logFile()));
      default -> false;
    };
  }

  private static RingReport ring(RingProgress ring) {
    double seconds =
        ring.span().findStartedAt().isPresent() && ring.span().findEndedAt().isPresent()
            ? seconds(ring.span().findStartedAt().get(), ring.span().findEndedAt().get())
            : 0;
    return new RingReport(ring.name(), ring.devices(), ring.confirmed(), ring.failed(), seconds);
  }

  private static double seconds(Instant from, Instant to) {
    return round(Duration.between(from, to).toMillis() / 1000.0);
  }

  private static double round(double seconds) {
    return Math.round(seconds * 100) / 100.0;
  }

  private record Published(Digest digest, ReleaseReport report) {}
}
