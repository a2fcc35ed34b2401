package dev.sluice.bench.plan;

import dev.sluice.bench.rollout.Stamp;
import dev.sluice.console.release.FollowedReleases;
import dev.sluice.console.release.ReleaseTable;
import dev.sluice.console.rollout.RolloutPlanner.PlanBody;
import dev.sluice.events.policy.PolicyApplied;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.fleet.device.RingTotals;
import dev.sluice.fleet.device.TagShare;
import dev.sluice.fleet.run.Fleet;
import dev.sluice.fleet.run.FleetConfig;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.notifier.plan.Planner;
import dev.sluice.program.config.Share;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.rollout.plan.RolloutPlan;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The program behind `infra/bench/plan`: light devices take a release, the next one is planned
/// from
/// what was seen of them, and then takes place.
@Command(
    name = "infra/bench/plan",
    mixinStandardHelpOptions = true,
    description = "Compares a plan with the rollout that follows.")
public final class PlanBenchmark implements Callable<Integer> {
  private static final ProductName PRODUCT = new ProductName("demo");
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final long LOOK_MILLIS = 50;
  private static final long STRAGGLERS_SECONDS = 60;

  private static final String POLICY =
      """
      delta-wait: 0s
      rings:
        - {name: canary, selector: {tag: canary}, pull-window: 10s, soak: 5s, silent-after: 20s}
        - {name: early, selector: {percentage: {salt: early, share: 10%}}, waves: [50%, 100%], pull-window: 10s, soak: 5s, silent-after: 20s}
        - {name: broad, selector: {everyone: true}, pull-window: 30s, soak: 5s, silent-after: 20s}
      """;

  @Option(names = "--devices", defaultValue = "10000", description = "how many light devices")
  private int count;

  @Option(names = "--off", defaultValue = "10%", description = "share that is off for ever")
  private String off = "";

  @Option(names = "--latency", defaultValue = "5", description = "seconds that half take at most")
  private int latencySeconds;

  private final PrintStream out = System.out;

  private PlanBenchmark() {}

  /// Measures and prints.
  public static void main(String... arguments) {
    System.exit(new CommandLine(new PlanBenchmark()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Path directory = Files.createTempDirectory("sluice-plan");
    try (Stamp stamp = Stamp.start(directory, 2);
        var releases = FollowedReleases.start(stamp.kafka());
        Fleet fleet = Fleet.connect(config(stamp), new Quiet(), Clock.systemUTC())) {
      Thread running = Thread.ofPlatform().daemon().start(() -> run(fleet));
      awaitDevices(stamp);
      stamp.producer().send(new PolicyApplied(PRODUCT, 1, POLICY, "bench", ""));
      publish(stamp, 1);
      release(stamp, 1);
      var _ = awaitCompleted(stamp, 1);
      // A rollout ends before its last devices have answered; a plan comes later.
      TimeUnit.SECONDS.sleep(STRAGGLERS_SECONDS);
      publish(stamp, 2);
      RolloutPlan plan = plan(stamp, releases.table());
      Instant start = Instant.now();
      release(stamp, 2);
      compare(plan, awaitCompleted(stamp, 2), start);
      running.interrupt();
      var _ = running.join(LIMIT);
    }
    return 0;
  }

  private FleetConfig config(Stamp stamp) {
    return new FleetConfig(
        stamp.kafka(),
        count,
        1,
        "light",
        PRODUCT,
        List.of(TagShare.parse("canary=2%")),
        List.of(),
        Share.parse("0%"),
        Duration.ofSeconds(latencySeconds),
        2,
        Share.parse(off),
        Share.parse("0%"),
        Duration.ofHours(16),
        Duration.ofHours(8));
  }

  private static void run(Fleet fleet) {
    try {
      fleet.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitDevices(Stamp stamp) throws IOException, InterruptedException {
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (stamp.notifier().queries().devices("", "", count).size() < count) {
      pause(limit, "enrolments");
    }
  }

  private static ReleaseId release(long counter) {
    return new ReleaseId(PRODUCT, new Version("1." + counter));
  }

  private static void publish(Stamp stamp, long counter) throws UndeliveredEventException {
    ReleaseId release = release(counter);
    String manifest = Manifest.path(release);
    String artifact = manifest.substring(0, manifest.lastIndexOf('/') + 1) + "app.bin";
    stamp
        .producer()
        .send(
            new ArtifactPublished(
                release,
                counter,
                0,
                new TargetFile(manifest, 900, digest(manifest), JsonObject.empty()),
                List.of(new TargetFile(artifact, 50 << 20, digest(artifact), JsonObject.empty())),
                StartRequest.AS_POLICY,
                0));
  }

  private static Digest digest(String text) {
    return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void release(Stamp stamp, long counter) throws UndeliveredEventException {
    ReleaseId release = release(counter);
    var versions = new MetadataVersions(1, 1);
    Digest manifest = digest(Manifest.path(release));
    stamp
        .producer()
        .send(
            new ReleaseSigned(release, counter, 0, manifest, versions, StartRequest.AS_POLICY, 0));
    stamp.producer().send(new DeltasSigned(release, counter, 0, true, versions));
  }

  private RolloutPlan plan(Stamp stamp, ReleaseTable releases)
      throws IOException, InterruptedException {
    var planner = new Planner(stamp.notifier().queries(), releases, Clock.systemUTC());
    var question =
        new PlanBody(
            PRODUCT,
            Optional.of(release(2).version()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    // The release has to arrive first.
    TimeUnit.SECONDS.sleep(2);
    long start = System.nanoTime();
    RolloutPlan plan = planner.plan(question);
    out.printf(
        "planned in %d ms, %d runs, ends %s%n",
        Duration.ofNanos(System.nanoTime() - start).toMillis(), plan.runs(), plan.ends());
    plan.assumptions().forEach(out::println);
    return plan;
  }

  private static RolloutSnapshot awaitCompleted(Stamp stamp, long counter)
      throws InterruptedException, IOException {
    var rollout = new RolloutId(PRODUCT, counter);
    long limit = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      Optional<RolloutSnapshot> found = stamp.notifier().queries().rollout(rollout);
      if (found.filter(shown -> RolloutSnapshot.hasEnded(shown.state())).isPresent()
          || found.filter(shown -> shown.state().equals("paused")).isPresent()) {
        return found.get();
      }
      pause(limit, "end of " + rollout + ", now " + found);
    }
  }

  private static void pause(long limit, String what) throws InterruptedException {
    if (System.nanoTime() > limit) {
      throw new IllegalStateException("did not come within " + LIMIT + ": " + what);
    }
    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
  }

  private void compare(RolloutPlan plan, RolloutSnapshot rollout, Instant start) {
    out.printf("rollout %s: %s%n", rollout.id(), rollout.state());
    out.printf(
        "%-8s %8s %22s %22s %7s%n", "ring", "devices", "end, planned", "end, seen", "off by");
    for (int i = 0; i < plan.rings().size(); i++) {
      RolloutPlan.RingPlan planned = plan.rings().get(i);
      RingProgress seen = rollout.rings().get(i);
      double from = length(planned.start(), planned.end());
      double took =
          Duration.between(
                      seen.span().findStartedAt().orElse(start),
                      seen.span().findEndedAt().orElse(rollout.at()))
                  .toMillis()
              / 1_000.0;
      out.printf(
          Locale.ROOT,
          "%-8s %8d %20.1f s %20.1f s %5.1f %%%n",
          planned.name(),
          seen.devices(),
          from,
          took,
          100 * (from / took - 1));
    }
  }

  @SuppressWarnings("OptionalUsedAsFieldOrParameterType") // as the plan has it
  private static double length(
      Optional<RolloutPlan.Spread> start, Optional<RolloutPlan.Spread> end) {
    return (end.orElseThrow().p50().toMillis() - start.orElseThrow().p50().toMillis()) / 1_000.0;
  }

  private static final class Quiet implements Fleet.Watcher {
    @Override
    public void enrolled(int devices, int of) {}

    @Override
    public void progressed(long counter, Map<String, RingTotals> rings, int waiting) {}
  }
}
