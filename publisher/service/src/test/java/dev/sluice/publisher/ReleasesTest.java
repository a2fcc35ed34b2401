package dev.sluice.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.EventProducer;
import dev.sluice.kafka.KafkaConnection;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.catalogue.Catalogue;
import dev.sluice.publisher.catalogue.FloorRule;
import dev.sluice.publisher.publication.PublishOutcome;
import dev.sluice.publisher.publication.PublishOutcome.AlreadyPublished;
import dev.sluice.publisher.publication.PublishOutcome.Conflict;
import dev.sluice.publisher.publication.PublishOutcome.FloorTooHigh;
import dev.sluice.publisher.publication.PublishOutcome.Published;
import dev.sluice.publisher.publication.PublishOutcome.Refused;
import dev.sluice.publisher.publication.PublishOutcome.Unavailable;
import dev.sluice.publisher.publication.PublishedRelease;
import dev.sluice.publisher.store.S3ArtifactStore;
import dev.sluice.publisher.store.S3UploadTickets;
import dev.sluice.release.Manifest;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ProductName;
import dev.sluice.release.SliceList;
import dev.sluice.release.SliceReference;
import dev.sluice.release.Version;
import dev.sluice.store.ObjectStoreConfig;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Servers.Provider.class)
class ReleasesTest {
  private static final RetryPolicy QUICK =
      new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1));

  /// How often publishing a later version asks the store.
  private static final int CALLS = 20;

  @TempDir Path directory;
  private Servers servers;

  @BeforeEach
  void take(Servers shared) {
    servers = shared;
  }

  @Test
  void givenFile_whenPublished_thenEverythingItsEventNamesCanBeRead() throws Exception {
    Path file = file("gateway.jar", "version one");

    PublishOutcome outcome = publish(request(file, "readable", "1.0"));

    Manifest manifest = published(outcome).manifest();
    ArtifactPublished event = events("readable").getFirst();
    assertThat(outcome).isInstanceOf(Published.class);
    assertThat(event.by()).isEqualTo("ann");
    assertThat(manifest.counter()).isEqualTo(1);
    assertThat(manifest.rollbackFloor()).isZero();
    assertThat(Manifest.decode(read(event.manifest()))).isEqualTo(manifest);
    assertThat(read(event.artifacts().getFirst())).isEqualTo(Files.readAllBytes(file));
    assertThat(event.artifacts().getFirst().path()).isEqualTo("products/readable/1.0/gateway.jar");
    SliceReference slices =
        SliceReference.fromCustom(event.artifacts().getFirst().custom()).orElseThrow();
    assertThat(
            SliceList.decode(
                slices.sliceLengthBytes(),
                Files.size(file),
                read(ObjectPaths.sliceList(slices.sliceList()))))
        .hasValueSatisfying(
            list -> assertThat(list.digests()).containsExactly(Digest.sha256(utf8("version one"))));
  }

  @Test
  void givenSeveralVersions_whenPublished_thenCountersRiseAndFloorsFollow() throws Exception {
    var one = published(publish(request(file("a", "1"), "rising", "1"))).manifest();
    var two = published(publish(request(file("a", "2"), "rising", "2"))).manifest();
    var three = publish(withFloor(request(file("a", "3"), "rising", "3"), 3));

    assertThat(one.counter()).isEqualTo(1);
    assertThat(two.counter()).isEqualTo(2);
    assertThat(two.rollbackFloor()).isEqualTo(1);
    assertThat(published(three).manifest().rollbackFloor()).isEqualTo(3);
  }

  @Test
  void givenPublishedVersion_whenPublishedAgain_thenNothingChangesAndTheEventIsSentAgain()
      throws Exception {
    Path file = file("a", "same");
    var first = published(publish(request(file, "repeated", "1")));

    PublishOutcome again = publish(request(file, "repeated", "1"));

    assertThat(again).isEqualTo(new AlreadyPublished(first));
    assertThat(events("repeated")).hasSize(2).allMatch(events("repeated").getFirst()::equals);
    assertThat(new Catalogue(servers.store()).highestCounter(new ProductName("repeated")))
        .isEqualTo(1);
  }

  @Test
  void givenPublishedVersion_whenPublishedWithSomethingElse_thenSaysWhatDiffers() throws Exception {
    Path file = file("a", "first");
    var request = withFloor(request(file, "conflict", "1"), 1);
    var _ = published(publish(request));

    var bytes = publish(request(file("a", "other"), "conflict", "1"));
    var name = publish(request(file("b", "first"), "conflict", "1"));
    var hardware =
        publish(
            new PublishRequest(
                file("a", "first"),
                request.product(),
                request.version(),
                request.rollbackFloor(),
                List.of("rpi4")));
    var floor = publish(withFloor(request(file, "conflict", "1"), 0));

    assertThat(List.of(bytes, name, hardware, floor)).allMatch(Conflict.class::isInstance);
    assertThat(message(bytes))
        .startsWith("conflict/1 is published already: expected sha256 of a ")
        .endsWith("publish under a new version");
    assertThat(message(name)).contains("expected artifacts [a (file)], got [b (file)]");
    assertThat(message(hardware)).contains("expected hardware [], got [rpi4]");
    assertThat(message(floor)).contains("expected rollback floor 1, got 0");
    assertThat(events("conflict")).hasSize(1);
  }

  @Test
  void givenFloorAboveTheCounter_whenPublished_thenRefusesAndUsesNoCounterUp() throws Exception {
    PublishOutcome outcome = publish(withFloor(request(file("a", "1"), "floored", "1"), 2));

    assertThat(outcome).isInstanceOf(FloorTooHigh.class);
    assertThat(message(outcome)).contains("at most its counter 1, got 2");
    assertThat(new Catalogue(servers.store()).highestCounter(new ProductName("floored"))).isZero();
  }

  @Test
  void givenMalformedHardware_whenRequested_thenRefuses() throws IOException {
    Path file = file("a", "1");

    assertThatThrownBy(
            () ->
                new PublishRequest(
                    file,
                    new ProductName("p"),
                    new Version("1"),
                    new FloorRule.PreviousRelease(),
                    List.of("a b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a hardware name");
  }

  @Test
  void givenStoreThatIsAway_whenPublished_thenSaysSoInOneLine() throws Exception {
    var nowhere =
        ObjectStoreConfig.of(URI.create("http://127.0.0.1:1"), "r", "bucket", "access", "secret");

    try (var store = new S3ArtifactStore(nowhere);
        var tickets = new S3UploadTickets(nowhere);
        var publisher = new FilePublisher(store, tickets, servers.events(), QUICK)) {
      PublishOutcome outcome = publisher.publish(request(file("a", "1"), "away", "1"));

      assertThat(outcome).isInstanceOf(Unavailable.class);
      assertThat(message(outcome))
          .contains("object store http://127.0.0.1:1/bucket")
          .contains("check the endpoint")
          .endsWith("publish again to carry on");
      assertThat(message(outcome).lines()).hasSize(1);
    }
  }

  @Test
  void givenKafkaThatIsAway_whenPublishedAgainLater_thenTheSameReleaseIsAnnounced()
      throws Exception {
    var nowhere = new KafkaConnection("127.0.0.1:1");
    Path file = file("a", "1");
    PublishOutcome first;
    try (var away = new EventProducer(nowhere, "test", new VirtualClock(), Duration.ofMillis(300));
        var publisher = new FilePublisher(servers.store(), servers.tickets(), away, QUICK)) {
      first = publisher.publish(request(file, "unannounced", "1"));
    }

    PublishOutcome second = publish(request(file, "unannounced", "1"));

    assertThat(first).isInstanceOf(Unavailable.class);
    assertThat(message(first)).contains("expected an acknowledgement from Kafka at 127.0.0.1:1");
    assertThat(published(second).manifest().counter()).isEqualTo(1);
    assertThat(events("unannounced")).hasSize(1);
  }

  @Test
  void givenFailureAtAnyCallOfTheStore_whenPublishedAgain_thenHealsWithOneCounter()
      throws Exception {
    var store = new UnreliableStore(servers.store());
    try (var publisher = new FilePublisher(store, servers.tickets(), servers.events(), QUICK)) {
      for (int call = 1; call <= CALLS; call++) {
        String version = String.valueOf(call);
        PublishRequest request = request(file("a", version), "healed", version);
        store.failAt(call);

        PublishOutcome first = publisher.publish(request);
        assertThat(store.recover()).as("failure of call %d", call).isTrue();
        PublishOutcome second = publisher.publish(request);

        assertThat(first).isInstanceOf(Unavailable.class);
        assertThat(published(second).manifest().counter()).isEqualTo(call);
        assertThat(published(second).manifest().rollbackFloor()).isEqualTo(call - 1);
      }
      store.failAt(CALLS + 1);
      var _ = published(publisher.publish(request(file("a", "last"), "healed", "last")));
      assertThat(store.recover()).as("calls of a publication beyond those tried").isFalse();
    }
  }

  @Test
  void givenManyPublishersAtOnce_whenTheyPublish_thenEachVersionHasOneCounterOfItsOwn()
      throws Exception {
    List<Callable<PublishOutcome>> tasks = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      String version = String.valueOf(i % 4);
      Path file = file("racing-" + version, version);
      tasks.add(() -> publish(request(file, "raced", version)));
    }
    List<Long> counters = new ArrayList<>();

    try (var executor = Executors.newFixedThreadPool(6)) {
      for (var outcome : executor.invokeAll(tasks)) {
        counters.add(published(outcome.get()).manifest().counter());
      }
    }

    for (int i = 0; i < 12; i++) {
      assertThat(counters.get(i)).isEqualTo(counters.get(i % 4));
    }
    assertThat(counters.stream().distinct()).hasSize(4);
  }

  private PublishOutcome publish(PublishRequest request) {
    try (var publisher =
        new FilePublisher(servers.store(), servers.tickets(), servers.events(), QUICK)) {
      return publisher.publish(request);
    }
  }

  private static PublishRequest request(Path file, String product, String version) {
    return PublishRequest.of(file, new ProductName(product), new Version(version));
  }

  private static PublishRequest withFloor(PublishRequest request, long floor) {
    return new PublishRequest(
        request.file(),
        request.product(),
        request.version(),
        new FloorRule.At(floor),
        request.hardware());
  }

  private Path file(String name, String content) throws IOException {
    Path parent = Files.createTempDirectory(directory, "artifact");
    return Files.writeString(parent.resolve(name), content);
  }

  private static PublishedRelease published(PublishOutcome outcome) {
    return switch (outcome) {
      case Published(var release) -> release;
      case AlreadyPublished(var release) -> release;
      case Refused refused -> throw new AssertionError(refused.message());
    };
  }

  private static String message(PublishOutcome outcome) {
    return Optional.of(outcome)
        .filter(Refused.class::isInstance)
        .map(Refused.class::cast)
        .map(Refused::message)
        .orElseThrow(() -> new AssertionError("not refused: " + outcome));
  }

  private byte[] read(TargetFile target) throws IOException {
    byte[] content = read(ObjectPaths.target(target.path(), target.sha256()));
    assertThat(content).hasSize((int) target.lengthBytes());
    assertThat(Digest.sha256(content)).isEqualTo(target.sha256());
    return content;
  }

  private byte[] read(String path) throws IOException {
    return servers.store().find(path, 1 << 20).orElseThrow().content().bytes();
  }

  private List<ArtifactPublished> events(String product) throws InterruptedException {
    List<StampedEvent<?>> seen = new CopyOnWriteArrayList<>();
    try (var follower = EventFollower.start(servers.kafka(), Topic.ARTIFACTS, seen::add)) {
      assertThat(follower.awaitCaughtUp(Duration.ofMinutes(1))).isTrue();
    }
    return seen.stream()
        .map(StampedEvent::event)
        .filter(ArtifactPublished.class::isInstance)
        .map(ArtifactPublished.class::cast)
        .filter(event -> event.release().product().value().equals(product))
        .toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
