package dev.sluice.publisher.delta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.events.Event;
import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.Topic;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DeviceId;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.kafka.EventFollower;
import dev.sluice.kafka.TopicWatcher;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.Patcher;
import dev.sluice.patch.RandomReader;
import dev.sluice.program.retry.RetryPolicy;
import dev.sluice.publisher.FilePublisher;
import dev.sluice.publisher.PublishRequest;
import dev.sluice.publisher.Servers;
import dev.sluice.publisher.publication.PublishOutcome.AlreadyPublished;
import dev.sluice.publisher.publication.PublishOutcome.Published;
import dev.sluice.publisher.publication.PublishOutcome.Refused;
import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.Manifest;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ProductName;
import dev.sluice.release.Version;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.metadata.TargetFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Servers.Provider.class)
class DeltaWorkerTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /// A damaged base stays damaged, however long one waits.
  private static final RetryPolicy SOON =
      new RetryPolicy(8, Duration.ofMillis(10), Duration.ofMillis(100));

  @TempDir static Path directory;
  private static final List<StampedEvent<?>> SEEN = new CopyOnWriteArrayList<>();
  private static Servers servers;
  private static DeltaWorker worker;
  private static EventFollower follower;
  private static FilePublisher publisher;

  private final byte[] first = bytes(1);
  private final byte[] second = edited(first);

  @BeforeAll
  static void start(Servers shared) throws IOException {
    servers = shared;
    Path work = Files.createDirectories(directory.resolve("work"));
    Files.writeString(work.resolve("sluice-delta-7-base"), "left by an earlier run");
    Files.writeString(work.resolve("somebody-elses"), "kept");
    worker =
        DeltaWorker.start(
            new DeltaWorkerConfig(
                servers.kafka(),
                servers.storeConfig(),
                work,
                new DeltaLimits(2, 80, 95, 2, 1 << 20, 128 << 20, 16 << 20),
                DeltaWorkerConfig.DEFAULT_FLEET_WAIT,
                SOON,
                InstantSource.system()));
    follower =
        EventFollower.start(
            servers.kafka(),
            List.of(
                new TopicWatcher<>(Topic.ARTIFACTS, SEEN::add),
                new TopicWatcher<>(Topic.DEAD_LETTERS, SEEN::add)));
    publisher =
        new FilePublisher(
            servers.store(), servers.tickets(), servers.events(), RetryPolicy.STANDARD);
  }

  @AfterAll
  static void stop() {
    worker.close();
    follower.close();
    publisher.close();
  }

  @Test
  void givenLeftovers_whenStarted_thenOnlyOurOwnAreDeleted() {
    assertThat(directory.resolve("work/sluice-delta-7-base")).doesNotExist();
    assertThat(directory.resolve("work/somebody-elses")).exists();
  }

  @Test
  void givenFileInsteadOfTheWorkDirectory_whenStarted_thenSaysWhatWasExpected() throws Exception {
    Path file = Files.writeString(directory.resolve("no-folder"), "");
    var config = DeltaWorkerConfig.of(servers.kafka(), servers.storeConfig(), file);

    assertThatThrownBy(() -> DeltaWorker.start(config))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a folder that can be written");
  }

  @Test
  void givenDevicesOnTheOldVersion_whenPublished_thenThePatchMakesTheNewOne() throws Exception {
    devicesRun(publish("patched", "1", first));

    Manifest release = publish("patched", "2", second);
    DeltasBuilt built = awaitComplete(release, 1);

    DeltaDescriptor descriptor = descriptor(built.descriptors().getFirst());
    assertThat(descriptor.resultLengthBytes()).isEqualTo(second.length);
    assertThat(descriptor.patchLengthBytes()).isLessThan(second.length / 10);
    assertThat(apply(descriptor, first)).isEqualTo(second);
    assertThat(directory.resolve("work")).isDirectoryNotContaining("glob:**sluice-delta-*");
  }

  @Test
  void givenNoDevices_whenPublished_thenSaysCompleteWithoutPatches() throws Exception {
    Manifest release = publish("lonely", "1", first);

    assertThat(awaitComplete(release, 1).descriptors()).isEmpty();
  }

  @Test
  void givenArtifactThatCompresses_whenPublished_thenAPatchFromNothingMakesIt() throws Exception {
    byte[] content = "all work and no play makes a dull release\n".repeat(1_000).getBytes(UTF_8);

    Manifest release = publish("compressed", "1", content);
    DeltasBuilt built = awaitComplete(release, 1);

    DeltaDescriptor descriptor = descriptor(built.descriptors().getFirst());
    assertThat(descriptor.base()).isEqualTo(new DeltaBase.None());
    assertThat(descriptor.patchLengthBytes()).isLessThan(content.length / 10);
    assertThat(apply(descriptor, new byte[0])).isEqualTo(content);
  }

  @Test
  void givenMoreBasesThanAllowed_whenPublished_thenOnlyTheNewestAreBuilt() throws Exception {
    for (int version = 1; version <= 3; version++) {
      devicesRun(publish("many", String.valueOf(version), edited(bytes(10 + version))));
    }
    byte[] result = bytes(13);

    Manifest release = publish("many", "4", result);
    DeltasBuilt built = awaitComplete(release, 1);

    // Only the third is like the result; the second was tried and does not pay.
    assertThat(built.descriptors()).hasSize(1);
    assertThat(apply(descriptor(built.descriptors().getFirst()), edited(result))).isEqualTo(result);
    assertThat(deltas(release).getLast()).isEqualTo(built);
  }

  @Test
  void givenVersionThatNobodyPublished_whenDevicesRunIt_thenItIsLeftOut() throws Exception {
    var unknown =
        new Running(new ProductName("unknown"), new Version("0"), 1, Digest.sha256(first));
    devicesRun(unknown);

    Manifest release = publish("unknown", "1", second);

    assertThat(awaitComplete(release, 1).descriptors()).isEmpty();
    assertThat(letters("unknown/1/")).isEmpty();
  }

  @Test
  void givenArtifactBeyondTheLimit_whenPublished_thenSaysCompleteWithoutPatches() throws Exception {
    devicesRun(publish("huge", "1", first));

    Manifest release = publish("huge", "2", new byte[(1 << 20) + 1]);

    assertThat(awaitComplete(release, 1).descriptors()).isEmpty();
  }

  @Test
  void givenBaseDamagedInTheStore_whenPublished_thenItIsBuriedAndTheRolloutNeedNotWait()
      throws Exception {
    Manifest base = publish("broken", "1", first);
    damage(base);
    devicesRun(base);

    Manifest release = publish("broken", "2", second);

    assertThat(awaitComplete(release, 1).descriptors()).isEmpty();
    DeadLetter letter = awaitLetter("broken/2/");
    assertThat(letter.reason())
        .isEqualTo("patch from " + digest(base).prefix() + ": the base is not in the store");
    assertThat(letter.consumer()).isEqualTo("delta-worker");
    assertThat(EventCodec.decodeStructured(letter.data().bytes()).event().key())
        .isEqualTo(letter.originalKey());
  }

  @Test
  void givenEventThatComesAgain_whenHandled_thenNothingIsBuiltAgain() throws Exception {
    Manifest base = publish("again", "1", first);
    devicesRun(base);
    Manifest release = publish("again", "2", second);
    DeltasBuilt built = awaitComplete(release, 1);
    damage(base);

    var _ = publish("again", "2", second);

    assertThat(awaitComplete(release, 2)).isEqualTo(built);
    assertThat(letters("again/2/")).isEmpty();
  }

  private static Manifest publish(String product, String version, byte[] content)
      throws IOException {
    Path file = Files.write(directory.resolve(product + "-" + version), content);
    var request = PublishRequest.of(file, new ProductName(product), new Version(version));
    return switch (publisher.publish(request)) {
      case Published(var release) -> release.manifest();
      case AlreadyPublished(var release) -> release.manifest();
      case Refused refused -> throw new AssertionError(refused.message());
    };
  }

  private static void devicesRun(Manifest release) throws IOException {
    devicesRun(
        new Running(
            release.id().product(), release.id().version(), release.counter(), digest(release)));
  }

  private static void devicesRun(Running running) throws IOException {
    servers
        .events()
        .send(
            new DeviceState(
                new DeviceId(running.product() + "-" + running.version()),
                1,
                DevicePublicKey.ofBytes(new byte[32]),
                DeviceAttributes.none(),
                List.of(running),
                Instant.EPOCH));
  }

  /// Waits for the n-th event that says that a release's patches are complete.
  private static DeltasBuilt awaitComplete(Manifest release, int times) {
    return await()
        .atMost(LIMIT)
        .until(
            () -> deltas(release).stream().filter(DeltasBuilt::complete).toList(),
            complete -> complete.size() >= times)
        .get(times - 1);
  }

  private static List<DeltasBuilt> deltas(Manifest release) {
    return events(DeltasBuilt.class).stream()
        .filter(built -> built.release().equals(release.id()))
        .toList();
  }

  private static DeadLetter awaitLetter(String keyPrefix) {
    return await().atMost(LIMIT).until(() -> letters(keyPrefix), l -> !l.isEmpty()).getFirst();
  }

  private static List<DeadLetter> letters(String keyPrefix) {
    return events(DeadLetter.class).stream()
        .filter(letter -> letter.originalKey().startsWith(keyPrefix))
        .toList();
  }

  private static <E extends Event> List<E> events(Class<E> type) {
    return SEEN.stream()
        .map(StampedEvent::event)
        .flatMap(event -> Optional.of(event).filter(type::isInstance).map(type::cast).stream())
        .toList();
  }

  private static DeltaDescriptor descriptor(TargetFile target) throws Exception {
    return DeltaDescriptor.decode(read(ObjectPaths.target(target.path(), target.sha256())));
  }

  private static byte[] apply(DeltaDescriptor descriptor, byte[] base) throws Exception {
    var result = new ByteArrayOutputStream();
    PatchOutcome outcome =
        Patcher.apply(
            RandomReader.of(MemorySegment.ofArray(base)),
            Digest.sha256(base),
            new ByteArrayInputStream(
                read(ObjectPaths.patch(descriptor.steps().getFirst().patch()))),
            Channels.newChannel(result),
            PatchLimits.DEFAULT,
            _ -> {
              throw new IOException("plain files need no scratch");
            });
    assertThat(outcome).isInstanceOf(PatchOutcome.Applied.class);
    return result.toByteArray();
  }

  private static byte[] read(String path) throws IOException {
    return servers.store().find(path, 1 << 20).orElseThrow().content().bytes();
  }

  private static void damage(Manifest release) throws IOException {
    var artifact = release.artifacts().getFirst();
    servers
        .store()
        .put(
            ObjectPaths.target(artifact.path(release.id()), artifact.digest()),
            new byte[(int) artifact.lengthBytes()]);
  }

  private static Digest digest(Manifest release) {
    return release.artifacts().getFirst().digest();
  }

  private static byte[] bytes(long seed) {
    var bytes = new byte[100_000];
    new Seeded(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] edited(byte[] original) {
    byte[] edited = original.clone();
    for (int i = 0; i < edited.length; i += 10_000) {
      edited[i]++;
    }
    return edited;
  }
}
