package dev.sluice.repository.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.events.Event;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.TraceParent;
import dev.sluice.events.TracedEvent;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.DeltasSigned;
import dev.sluice.events.release.ReleaseSigned;
import dev.sluice.events.release.ReleaseWithdrawn;
import dev.sluice.events.release.StartRequest;
import dev.sluice.events.release.WithdrawalOrdered;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.Selector;
import dev.sluice.events.signing.MetadataVersions;
import dev.sluice.events.signing.RingsPlanned;
import dev.sluice.events.signing.RingsRefused;
import dev.sluice.events.signing.RingsSigned;
import dev.sluice.events.signing.SigningEvent;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.repository.MemorySigner;
import dev.sluice.repository.MemoryStore;
import dev.sluice.repository.Session;
import dev.sluice.repository.change.Changes;
import dev.sluice.repository.change.Planner;
import dev.sluice.repository.change.Upkeep;
import dev.sluice.repository.commit.Committed;
import dev.sluice.repository.role.RoleSizes;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each row of [SigningPlan]'s table.
class SigningPlanTest {
  private static final Optional<TraceParent> TRACE =
      Optional.of(new TraceParent("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", true));
  private static final ProductName APP = new ProductName("app");
  private static final Digest RESULT = Digest.sha256(new byte[0]);

  private final VirtualClock clock = new VirtualClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final List<Event> sent = new ArrayList<>();
  private final MemorySigner keys = new MemorySigner("ours");
  private int refusals;
  private Session writer;

  @BeforeEach
  void open() throws IOException {
    writer = Session.open(store, keys);
  }

  @Test
  void givenNewRelease_whenHandled_thenProductRoleVouchesAndItIsSaid() throws IOException {
    var published = published("1.0", "content");

    handle(published);

    assertThat(sent)
        .containsExactly(
            new ReleaseSigned(
                published.release(),
                1,
                0,
                published.manifest().sha256(),
                new MetadataVersions(2, 2),
                StartRequest.MANUAL,
                3));
    assertThat(find("products/app/1.0/release.json").role()).isEqualTo("product.app");
    assertThat(find("products/app/1.0/app.bin").digest())
        .isEqualTo(published.artifacts().getFirst().sha256());
  }

  @Test
  void givenSignedRelease_whenItComesAgain_thenSaysTheSameAndWritesNothing() throws IOException {
    handle(published("1.0", "content"));
    int writes = store.written().size();
    clock.advance(Duration.ofMinutes(1));

    handle(published("1.0", "content"));

    assertThat(sent).hasSize(2);
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
    assertThat(store.written()).hasSize(writes + 2); // The test's own two target objects.
  }

  @Test
  void givenRoleThatClientsWouldSoonRefuse_whenAReleaseComes_thenItIsRefusedAndTheFleetGoesOn()
      throws IOException {
    handle(published("1.0", "content"));
    var changes = new Changes();
    var old = target("deltas/app/" + RESULT.hex() + "/00000", "same");
    // Its escapes are few: what stands around an entry is less than what is planned with.
    long count = RoleSizes.fullBytes("deltas.app") / (RoleSizes.bytesOf(old) - 12) - 10;
    for (int i = 0; i < count; i++) {
      String path = old.path().substring(0, old.path().length() - 5) + (10_000 + i);
      changes.put(
          "deltas.app", new TargetFile(path, old.lengthBytes(), old.sha256(), old.custom()));
    }
    var _ = writer.commit(_ -> new Upkeep(changes));
    var descriptors =
        IntStream.range(0, 30)
            .mapToObj(i -> Digest.sha256(new byte[] {(byte) i}))
            .map(base -> target("deltas/app/" + RESULT.hex() + "/" + base.hex() + ".json", "same"))
            .toList();
    var signed = versions();

    handle(new DeltasBuilt(release("1.0"), 1, RESULT, descriptors, true));

    assertThat(sent.getLast())
        .isInstanceOfSatisfying(
            DeadLetter.class,
            letter ->
                assertThat(letter.reason())
                    .startsWith("role deltas.app: expected at most 4750000 bytes")
                    .contains("sluice release withdraw"));
    assertThat(versions()).isEqualTo(signed);
    assertThat(find("products/app/1.0/app.bin").role()).isEqualTo("product.app");
  }

  @Test
  void givenSignedPath_whenOtherBytesClaimIt_thenNothingIsSigned() throws IOException {
    handle(published("1.0", "content"));
    var versions = versions();

    handle(published("1.0", "other"));

    assertThat(sent.getLast())
        .isInstanceOfSatisfying(
            DeadLetter.class,
            letter ->
                assertThat(letter.reason())
                    .startsWith("products/app/1.0/app.bin: expected the target that product.app"));
    assertThat(versions()).isEqualTo(versions);
  }

  @Test
  void givenTargetThatIsNotInTheStore_whenHandled_thenFailsAndSignsNothing() throws IOException {
    var published = published("1.0", "content");
    store.remove(MetadataPaths.target(published.manifest().path(), published.manifest().sha256()));

    assertThatIOException()
        .isThrownBy(() -> handle(published))
        .withMessageContaining("expected an object of");
    assertThat(sent).isEmpty();
  }

  @Test
  void givenDeltas_whenHandledAndExtended_thenDeltasRoleVouches() throws IOException {
    var first = target("deltas/app/" + RESULT.hex() + "/none.json", "first");
    var second = target("deltas/app/" + RESULT.hex() + "/" + RESULT.hex() + ".json", "second");

    handle(new DeltasBuilt(release("1.0"), 1, RESULT, List.of(first), false));
    handle(new DeltasBuilt(release("1.0"), 1, RESULT, List.of(first, second), true));

    assertThat(sent)
        .containsExactly(
            new DeltasSigned(release("1.0"), 1, 1, false, new MetadataVersions(2, 2)),
            new DeltasSigned(release("1.0"), 1, 2, true, new MetadataVersions(3, 3)));
    assertThat(find(second.path()).role()).isEqualTo("deltas.app");
  }

  @Test
  void givenNoDeltasAtAll_whenComplete_thenSaysSoWithoutSigning() throws IOException {
    handle(published("1.0", "content"));
    var versions = versions();

    handle(new DeltasBuilt(release("1.0"), 1, RESULT, List.of(), true));

    assertThat(sent.getLast()).isEqualTo(new DeltasSigned(release("1.0"), 1, 0, true, versions));
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
  void givenSignedRings_whenTheSameComeAgain_thenSaysSoAgain() throws IOException {
    handle(RingsPlanned.of(rings(3, "canary")));

    handle(RingsPlanned.of(rings(3, "canary")));

    assertThat(sent).hasSize(2);
    assertThat(sent.get(1)).isEqualTo(sent.get(0));
  }

  @Test
  void givenSignedRings_whenSequenceDoesNotRise_thenRefuses() throws IOException {
    handle(RingsPlanned.of(rings(3, "canary")));

    handle(RingsPlanned.of(rings(2, "canary")));
    handle(RingsPlanned.of(rings(3, "other")));

    assertThat(sent.subList(1, 3))
        .containsExactly(new RingsRefused(APP, 2, 3), new RingsRefused(APP, 3, 3));
    assertThat(find("rings/app/rings.json").digest()).isEqualTo(rings(3, "canary").digest());
  }

  @Test
  void givenEventsThatWaitTogether_whenHandled_thenShareOneTimestamp() throws IOException {
    var other = new RingsDocument(new ProductName("other"), 1, rings(1, "all").rings());

    handle(
        RingsPlanned.of(rings(1, "canary")),
        RingsPlanned.of(rings(2, "canary")),
        RingsPlanned.of(other));

    assertThat(sent).hasSize(3);
    assertThat(versions()).isEqualTo(new MetadataVersions(2, 2));
    assertThat(find("rings/app/rings.json").digest()).isEqualTo(rings(2, "canary").digest());
    assertThat(find("rings/other/rings.json").role()).isEqualTo("rings.other");
  }

  @Test
  void givenSignedRelease_whenWithdrawn_thenItsTargetsAndPatchesAreGoneAndItIsSaid()
      throws IOException {
    handle(published("1.0", "old"));
    handle(published("1.1", "new"));
    var toOld = deltas("1.0", "old");
    var toNew = deltas("1.1", "new");
    handle(toOld);
    handle(toNew);

    handle(withdrawal("1.0"));

    assertThat(sent.getLast()).isEqualTo(new ReleaseWithdrawn(release("1.0"), 1, "broken"));
    assertThat(lookup("products/app/1.0/release.json")).isInstanceOf(LookupStep.NotFound.class);
    assertThat(lookup("products/app/1.0/app.bin")).isInstanceOf(LookupStep.NotFound.class);
    assertThat(lookup(toOld.descriptors().getFirst().path()))
        .isInstanceOf(LookupStep.NotFound.class);
    assertThat(find("products/app/1.1/app.bin").role()).isEqualTo("product.app");
    assertThat(find(toNew.descriptors().getFirst().path()).role()).isEqualTo("deltas.app");
  }

  @Test
  void givenBytesThatALiveReleaseHasToo_whenWithdrawn_thenPatchesToThemStay() throws IOException {
    handle(published("1.0", "same"));
    handle(published("1.1", "same"));
    var patches = deltas("1.0", "same");
    handle(patches);

    handle(withdrawal("1.0"));

    assertThat(find(patches.descriptors().getFirst().path()).role()).isEqualTo("deltas.app");
    assertThat(lookup("products/app/1.0/app.bin")).isInstanceOf(LookupStep.NotFound.class);
  }

  @Test
  void givenWithdrawnRelease_whenOrderedAgain_thenSaysSoAgainAndSignsNothing() throws IOException {
    handle(published("1.0", "content"));
    handle(withdrawal("1.0"));
    var versions = versions();

    handle(withdrawal("1.0"));

    assertThat(sent.getLast()).isEqualTo(new ReleaseWithdrawn(release("1.0"), 1, "broken"));
    assertThat(versions()).isEqualTo(versions);
    assertThat(Session.open(store, keys).repository().findWithdrawn(release("1.0"))).hasValue(1);
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
    assertThat(refusals).isEqualTo(1);
  }

  @Test
  void givenWithdrawnRelease_whenItsOtherEventsComeAgain_thenItStaysGone() throws IOException {
    handle(published("1.0", "content"));
    handle(withdrawal("1.0"));
    var versions = versions();
    int answers = sent.size();

    handle(deltas("1.0", "content"));
    assertThat(sent).hasSize(answers);
    handle(published("1.0", "content"));

    assertThat(sent.getLast())
        .isInstanceOfSatisfying(
            DeadLetter.class, letter -> assertThat(letter.reason()).contains("withdrawn"));
    assertThat(versions()).isEqualTo(versions);
  }

  @Test
  void givenGroupThatLostItsOffsets_whenTheWholeHistoryComesAgain_thenNothingIsSignedAnew()
      throws IOException {
    var first = published("1.0", "old");
    var second = published("1.1", "new");
    var toFirst = deltas("1.0", "old");
    var toSecond = deltas("1.1", "new");
    ArtifactEvent[] artifacts = {first, toFirst, second, toSecond, withdrawal("1.0")};
    SigningEvent[] signing = {
      RingsPlanned.of(rings(1, "canary")),
      RingsPlanned.of(rings(2, "early")),
      RingsPlanned.of(rings(3, "broad"))
    };
    for (ArtifactEvent event : artifacts) {
      handle(event);
    }
    for (SigningEvent event : signing) {
      handle(event);
    }
    var signed = versions();
    int writes = store.written().size();
    clock.advance(Duration.ofMinutes(1));

    handleTogether(artifacts);
    for (ArtifactEvent event : artifacts) {
      handle(event);
    }
    handle(signing);

    assertThat(versions()).isEqualTo(signed);
    assertThat(store.written()).hasSize(writes);
    assertThat(lookup("products/app/1.0/app.bin")).isInstanceOf(LookupStep.NotFound.class);
    assertThat(find("rings/app/rings.json").digest()).isEqualTo(rings(3, "broad").digest());
  }

  @Test
  void givenReleaseAndItsWithdrawalTogether_whenHandled_thenItIsNeverVouchedFor()
      throws IOException {
    handleTogether(published("1.0", "content"), deltas("1.0", "content"), withdrawal("1.0"));

    assertThat(sent).hasSize(3).last().isEqualTo(new ReleaseWithdrawn(release("1.0"), 1, "broken"));
    assertThat(versions()).isEqualTo(new MetadataVersions(2, 2));
    assertThat(lookup("products/app/1.0/release.json")).isInstanceOf(LookupStep.NotFound.class);
  }

  @Test
  void givenReleaseWhoseObjectIsGoneAndItsWithdrawal_whenHandled_thenNobodyWaitsForTheObject()
      throws IOException {
    var published = published("1.0", "content");
    handle(published("0.9", "before"));
    store.remove(MetadataPaths.target(published.manifest().path(), published.manifest().sha256()));

    handleTogether(published, withdrawal("1.0"));

    assertThat(sent.getLast()).isEqualTo(new ReleaseWithdrawn(release("1.0"), 1, "broken"));
  }

  @Test
  void givenOwnAnswer_whenItComesBack_thenNothingHappens() throws IOException {
    handle(new RingsRefused(APP, 1, 1));

    assertThat(sent).isEmpty();
  }

  private void handle(ArtifactEvent event) throws IOException {
    handleTogether(event);
  }

  private void handleTogether(ArtifactEvent... events) throws IOException {
    List<StampedEvent<ArtifactEvent>> stamped = Arrays.stream(events).map(this::stamped).toList();
    answer(before -> SigningPlan.ofArtifacts(before, stamped));
  }

  private void handle(SigningEvent... events) throws IOException {
    List<StampedEvent<SigningEvent>> stamped = Arrays.stream(events).map(this::stamped).toList();
    answer(before -> SigningPlan.ofRings(before, stamped));
  }

  private void answer(Planner<SigningPlan> planner) throws IOException {
    Committed<SigningPlan> committed = writer.commit(planner);
    refusals += committed.proposal().refusals();
    List<TracedEvent> answers = committed.proposal().answers(versions());
    assertThat(answers).allMatch(answer -> answer.trace().equals(TRACE));
    answers.forEach(answer -> sent.add(answer.event()));
  }

  private <E extends Event> StampedEvent<E> stamped(E event) {
    return new StampedEvent<>("id", "test", clock.instant(), TRACE, event);
  }

  private MetadataVersions versions() {
    return new MetadataVersions(
        writer.repository().timestamp().version(), writer.repository().snapshot().version());
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

  /// One patch from nothing to an artifact of this content.
  private DeltasBuilt deltas(String version, String content) {
    Digest result = Digest.sha256(content.getBytes(StandardCharsets.UTF_8));
    var descriptor = target("deltas/app/" + result.hex() + "/none.json", "to " + content);
    return new DeltasBuilt(release(version), 1, result, List.of(descriptor), true);
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
