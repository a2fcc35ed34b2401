package dev.sluice.signer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.TracedEvent;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.Selector;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.signer.commit.MemoryStore;
import dev.sluice.signer.commit.RepositoryWriter;
import dev.sluice.signer.commit.SigningWatch;
import dev.sluice.signer.keys.MemoryKeys;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.fake.FakeClient;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.TargetFile;
import dev.sluice.tuf.trust.LookupStep;
import dev.sluice.tuf.trust.TargetVerification;
import dev.sluice.tuf.trust.TrustedMetadata;
import dev.sluice.tuf.trust.TrustedTarget;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is signed is said, and counted; what it is, is the core's to decide.
class SigningWorkerTest {
  private static final Optional<TraceParent> TRACE =
      Optional.of(new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true));
  private static final ProductName APP = new ProductName("app");

  private final VirtualClock clock = new VirtualClock();
  private final MemoryStore store = new MemoryStore();
  private final List<Event> sent = new ArrayList<>();
  private final MemoryKeys keys = new MemoryKeys();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private RepositoryWriter writer;
  private SigningWorker worker;

  @BeforeEach
  void open() throws IOException {
    writer = RepositoryWriter.openOrFound(store, keys, Lifetimes.DEFAULT, clock, SigningWatch.NONE);
    worker = new SigningWorker(writer, this::send, meters);
  }

  @Test
  void givenRings_whenPlanned_thenRingsRoleVouchesForTheDocumentInTheStore() throws IOException {
    var document = rings(1, "canary");

    handle(RingsPlanned.of(document));

    assertThat(sent)
        .containsExactly(new RingsSigned(APP, 1, document.digest(), new MetadataVersions(2, 2)));
    var target = find("rings/app/rings.json");
    assertThat(target.role()).isEqualTo("rings.app");
    byte[] stored = store.files().getOrDefault(target.repositoryPath(), new byte[0]);
    assertThat(target.verify(stored)).isInstanceOf(TargetVerification.Verified.class);
    assertThat(stored).isEqualTo(document.encode());
  }

  @Test
  void givenReleaseThatIsNotThere_whenWithdrawn_thenRefuses() throws IOException {
    handle(published("1.0", "content"));

    handle(withdrawal("9.9"));

    assertThat(sent.getLast())
        .isInstanceOfSatisfying(
            DeadLetter.class,
            letter ->
                assertThat(letter.reason())
                    .isEqualTo(
                        "app/9.9: expected a release that is signed, got none of that name"));
    assertThat(meters.get("sluice.signer.refused.events").counter().count()).isEqualTo(1);
  }

  @Test
  void givenEventsOfSeveralTraces_whenBatched_thenEachAnswerContinuesItsOwn() throws IOException {
    var other =
        Optional.of(new TraceParent("1af7651916cd43dd8448eb211c80319c", "c7ad6b7169203331", true));
    List<TracedEvent> traced = new ArrayList<>();
    var tracing = new SigningWorker(writer, traced::addAll, meters);
    var second =
        new StampedEvent<ArtifactEvent>(
            "id2", "test", clock.instant(), other, published("1.1", "b"));

    tracing.signArtifacts(List.of(stamped(published("1.0", "a")), second));

    assertThat(traced).extracting(TracedEvent::trace).containsExactly(TRACE, other);
  }

  @Test
  void givenAnswerThatCannotBeSent_whenHandled_thenFailsSoThatItComesAgain() {
    var silent =
        new SigningWorker(
            writer,
            _ -> {
              throw new IOException("no Kafka");
            },
            meters);

    assertThatIOException()
        .isThrownBy(() -> silent.signRings(List.of(stamped(RingsPlanned.of(rings(1, "canary"))))));
  }

  private void send(List<TracedEvent> answers) {
    assertThat(answers).allMatch(answer -> answer.trace().equals(TRACE));
    answers.forEach(answer -> sent.add(answer.event()));
  }

  private void handle(ArtifactEvent event) throws IOException {
    worker.signArtifacts(List.of(stamped(event)));
  }

  private void handle(SigningEvent... events) throws IOException {
    worker.signRings(Arrays.stream(events).map(this::stamped).toList());
  }

  private <E extends Event> StampedEvent<E> stamped(E event) {
    return new StampedEvent<>("id", "test", clock.instant(), TRACE, event);
  }

  private ArtifactPublished published(String version, String content) {
    String directory = "products/app/" + version + "/";
    return new ArtifactPublished(
        release(version),
        1,
        0,
        target(directory + "release.json", "manifest"),
        List.of(target(directory + "app.bin", content)),
        StartRequest.MANUAL,
        3);
  }

  /// A target whose object is in the store.
  private TargetFile target(String path, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Digest digest = Digest.sha256(bytes);
    store.put(MetadataPaths.target(path, digest), bytes);
    return new TargetFile(path, bytes.length, digest, JsonObject.empty());
  }

  private static ReleaseId release(String version) {
    return ReleaseId.parse("app/" + version);
  }

  private static RingsDocument rings(long sequence, String ring) {
    return new RingsDocument(APP, sequence, List.of(Ring.of(ring, new Selector.Everyone())));
  }

  private static WithdrawalOrdered withdrawal(String version) {
    return new WithdrawalOrdered(release(version), 1, "broken", "ann");
  }

  private TrustedTarget find(String path) {
    var step = lookup(path);
    assertThat(step).isInstanceOf(LookupStep.Found.class);
    return ((LookupStep.Found) step).target();
  }

  private LookupStep lookup(String path) {
    var client = new FakeClient(store.files());
    var trusted =
        client.refreshed(
            TrustedMetadata.bootstrap(writer.rootMetadata()).orElseThrow(), clock.instant());
    return client.lookup(trusted, path, clock.instant());
  }
}
