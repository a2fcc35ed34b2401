package dev.sluice.tuf.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.fake.FakeClient;
import dev.sluice.tuf.fake.FakeKey;
import dev.sluice.tuf.fake.FakeRepository;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.Delegations;
import dev.sluice.tuf.metadata.Envelope;
import dev.sluice.tuf.metadata.Header;
import dev.sluice.tuf.metadata.MetaFile;
import dev.sluice.tuf.metadata.RoleKeys;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Root;
import dev.sluice.tuf.metadata.Signature;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each refusal of sections 5.3 to 5.6, by the attack that it stops.
class RefreshTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofHours(1));
  private static final Header FRESH = Header.of(1, NOW.plus(Duration.ofDays(30)));

  private final FakeRepository repository = new FakeRepository(NOW);
  private final FakeClient client = new FakeClient(repository.files());
  private final TrustedMetadata anchor =
      TrustedMetadata.bootstrap(repository.rootBytes()).orElseThrow();

  @Test
  void givenFreshRepository_whenRefreshing_thenTrustsAllRoles() {
    var trusted = client.refreshed(anchor, NOW);

    assertThat(trusted.files())
        .containsOnlyKeys("root.json", "timestamp.json", "snapshot.json", "targets.json");
    assertThat(client.fetched())
        .containsExactly(
            "metadata/2.root.json",
            "metadata/timestamp.json",
            "metadata/1.snapshot.json",
            "metadata/1.targets.json");
  }

  @Test
  void givenNothingNew_whenRefreshing_thenFetchesRootAndTimestampOnly() {
    var trusted = client.refreshed(anchor, NOW);
    var second = new FakeClient(repository.files());

    var again = second.refreshed(trusted, NOW);

    assertThat(second.fetched()).containsExactly("metadata/2.root.json", "metadata/timestamp.json");
    assertThat(again.files()).containsExactlyEntriesOf(trusted.files());
  }

  @Test
  void givenEqualTimestampVersionWithOtherBytes_whenRefreshing_thenKeepsTheTrustedOne() {
    var trusted = client.refreshed(anchor, NOW);
    var other = Timestamp.signedAt(LATER, FRESH, MetaFile.ofVersion(1));
    repository.putObject(
        "metadata/timestamp.json", FakeKey.signAll(other, FakeKey.of("timestamp")));

    var again = client.refreshed(trusted, NOW);

    assertThat(again.files().get("timestamp.json"))
        .isEqualTo(trusted.files().get("timestamp.json"));
  }

  @Test
  void givenSeveralNewRoots_whenRefreshing_thenWalksThemInOrder() {
    repository.rotateKey(Roles.ROOT, "root-b", NOW).rotateKey(Roles.ROOT, "root-c", NOW);

    var trusted = client.refreshed(anchor, NOW);

    assertThat(trusted.root().version()).isEqualTo(3);
  }

  @Test
  void givenMoreRootsThanAllowed_whenRefreshing_thenGoesOnFromThereNextTime() {
    repository.publishRoot(NOW).publishRoot(NOW).publishRoot(NOW);
    var limits = new TrustLimits(512_000, 16_384, 2_000_000, 5_000_000, 2, 32);
    var limited = new FakeClient(repository.files(), limits);

    var first = limited.refreshed(anchor, NOW);
    var second = limited.refreshed(first, NOW);

    assertThat(first.root().version()).isEqualTo(3);
    assertThat(second.root().version()).isEqualTo(4);
  }

  @Test
  void givenRootSignedByStranger_whenRefreshing_thenRefusesAsArbitrarySoftware() {
    repository.publishRoot(NOW);
    var root = decodeRoot("metadata/2.root.json");
    repository.putObject("metadata/2.root.json", FakeKey.signAll(root, FakeKey.of("stranger")));

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.TooFewSignatures("root.json", "5.3.4", 1, 0, "root.json"));
  }

  @Test
  void givenRootSignedByItsOwnKeyOnly_whenRefreshing_thenRefuses() {
    repository.rotateKey(Roles.ROOT, "root-b", NOW);
    var root = decodeRoot("metadata/2.root.json");
    repository.putObject("metadata/2.root.json", FakeKey.signAll(root, FakeKey.of("root-b")));

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.TooFewSignatures("root.json", "5.3.4", 1, 0, "root.json"));
  }

  @Test
  void givenRootSignedByTheOldKeyOnly_whenRefreshing_thenRefuses() {
    repository.rotateKey(Roles.ROOT, "root-b", NOW);
    var root = decodeRoot("metadata/2.root.json");
    repository.putObject("metadata/2.root.json", FakeKey.signAll(root, FakeKey.of("root")));

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.TooFewSignatures("root.json", "5.3.4", 1, 0, "its own"));
  }

  @Test
  void givenRootThatSkipsAVersion_whenRefreshing_thenRefuses() {
    repository.publishRoot(NOW).publishRoot(NOW);
    repository.putObject("metadata/2.root.json", repository.file("metadata/3.root.json"));

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.NotSuccessor("root.json", "5.3.5", 2, 3));
  }

  @Test
  void givenExpiredLastRoot_whenRefreshing_thenRefusesAsFreeze() {
    repository.lifetime(Roles.ROOT, Duration.ZERO).publishRoot(NOW);

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.Expired("root.json", "5.3.10", NOW, NOW));
  }

  @Test
  void givenExpiredRootOnTheWay_whenRefreshing_thenWalksOn() {
    repository.lifetime(Roles.ROOT, Duration.ZERO).publishRoot(NOW);
    repository.lifetime(Roles.ROOT, Duration.ofDays(1)).publishRoot(NOW);

    assertThat(client.refreshed(anchor, NOW).root().version()).isEqualTo(3);
  }

  @Test
  void givenOneKeyUnderTwoIds_whenThresholdIsTwo_thenCountsOnce() {
    var key = FakeKey.of("timestamp");
    var root = decodeRoot("metadata/1.root.json");
    Map<String, PublicKey> keys = new HashMap<>(root.keys());
    keys.put("alias", key.publicKey());
    Map<String, RoleKeys> roles = new HashMap<>(root.roles());
    roles.put(Roles.TIMESTAMP, new RoleKeys(List.of(key.id(), "alias"), 2));
    var next = new Root(Header.of(2, FRESH.expires()), true, keys, roles, JsonObject.empty());
    repository.putObject("metadata/2.root.json", FakeKey.signAll(next, FakeKey.of("root")));
    var timestamp = new Timestamp(FRESH, MetaFile.ofVersion(1), JsonObject.empty());
    byte[] signature = key.sign(Envelope.signedBytes(timestamp));
    repository.putObject(
        "metadata/timestamp.json",
        Envelope.of(
                timestamp,
                List.of(Signature.of(key.id(), signature), Signature.of("alias", signature)))
            .encode());

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.TooFewSignatures("timestamp.json", "5.4.2", 2, 1, "root.json"));
  }

  @Test
  void givenTimestampSignedByStranger_whenRefreshing_thenRefuses() {
    putTimestamp(new Timestamp(FRESH, MetaFile.ofVersion(1), JsonObject.empty()), "stranger");

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.TooFewSignatures("timestamp.json", "5.4.2", 1, 0, "root.json"));
  }

  @Test
  void givenOlderTimestamp_whenRefreshing_thenRefusesAsRollback() {
    byte[] old = repository.file("metadata/timestamp.json");
    repository.publishTimestamp(NOW);
    var trusted = client.refreshed(anchor, NOW);
    repository.putObject("metadata/timestamp.json", old);

    assertThat(refusal(trusted, NOW))
        .isEqualTo(new Refusal.Rollback("timestamp.json", "5.4.3.1", "itself", 2, 1));
  }

  @Test
  void givenTimestampThatNamesAnOlderSnapshot_whenRefreshing_thenRefusesAsRollback() {
    repository.publish(NOW);
    var trusted = client.refreshed(anchor, NOW);
    putTimestamp(
        new Timestamp(Header.of(3, FRESH.expires()), MetaFile.ofVersion(1), JsonObject.empty()),
        "timestamp");

    assertThat(refusal(trusted, NOW))
        .isEqualTo(new Refusal.Rollback("timestamp.json", "5.4.3.2", "the snapshot", 2, 1));
  }

  @Test
  void givenExpiredTimestamp_whenRefreshing_thenRefusesAsFreeze() {
    repository.lifetime(Roles.TIMESTAMP, Duration.ofMinutes(30)).publishTimestamp(NOW);

    assertThat(refusal(anchor, LATER))
        .isEqualTo(
            new Refusal.Expired(
                "timestamp.json", "5.4.4", NOW.plus(Duration.ofMinutes(30)), LATER));
  }

  @Test
  void givenTrustedTimestampExpiredAndNoNewer_whenRefreshing_thenRefusesAsFreeze() {
    repository.lifetime(Roles.TIMESTAMP, Duration.ofMinutes(30)).publishTimestamp(NOW);
    var trusted = client.refreshed(anchor, NOW);

    assertThat(refusal(trusted, LATER)).isInstanceOf(Refusal.Expired.class);
  }

  @Test
  void givenEndlessTimestamp_whenRefreshing_thenRefusesAsEndlessData() {
    repository.putObject("metadata/timestamp.json", new byte[16_385]);

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.TooLarge("timestamp.json", "5.4.1", 16_384, 16_385));
  }

  @Test
  void givenNoTimestamp_whenRefreshing_thenRefuses() {
    repository.remove("metadata/timestamp.json");

    assertThat(refusal(anchor, NOW)).isEqualTo(new Refusal.Missing("timestamp.json", "5.4.1"));
  }

  @Test
  void givenTimestampOfRevokedKey_whenKeyWasRotated_thenRecoversFromFastForward() {
    putTimestamp(
        new Timestamp(
            Header.of(1_000_000, FRESH.expires()), MetaFile.ofVersion(1), JsonObject.empty()),
        "timestamp");
    var deceived = client.refreshed(anchor, NOW);
    repository.rotateKey(Roles.TIMESTAMP, "timestamp-b", NOW).publishTimestamp(NOW);

    var recovered = client.refreshed(deceived, NOW);

    assertThat(recovered.findTimestamp().orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void givenSnapshotKeyRotated_whenWalkingRoots_thenLetsGoOfTimestampToo() {
    var trusted = client.refreshed(anchor, NOW);
    repository.rotateKey(Roles.SNAPSHOT, "snapshot-b", NOW);
    repository.remove("metadata/timestamp.json");

    var refresh = client.refresh(trusted, NOW);

    assertThat(refresh.trusted().findTimestamp()).isEmpty();
    assertThat(refresh.trusted().findSnapshot()).isEmpty();
    assertThat(refresh.trusted().findTargets()).isPresent();
  }

  @Test
  void givenSnapshotOfAnotherVersion_whenRefreshing_thenRefusesAsMixAndMatch() {
    byte[] first = repository.file("metadata/1.snapshot.json");
    repository.publish(NOW).putObject("metadata/2.snapshot.json", first);

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.MixAndMatch("snapshot.json", "5.5.4", "timestamp.json", 2, 1));
  }

  @Test
  void givenSnapshotSignedByTheTimestampKey_whenRefreshing_thenRefuses() {
    putSnapshot(
        new Snapshot(FRESH, Map.of("targets", MetaFile.ofVersion(1)), JsonObject.empty()),
        "timestamp");

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.TooFewSignatures("snapshot.json", "5.5.3", 1, 0, "root.json"));
  }

  @Test
  void givenSnapshotWithAnOlderRole_whenRefreshing_thenRefusesAsRollback() {
    repository.putTarget("rings.app", "rings/app/rings.json", bytes("one")).publish(NOW);
    var trusted = client.refreshed(anchor, NOW);
    repository.publish(NOW);
    putSnapshot(
        new Snapshot(
            Header.of(3, FRESH.expires()),
            Map.of("targets", MetaFile.ofVersion(1), "rings.app", MetaFile.ofVersion(1)),
            JsonObject.empty()),
        "snapshot");

    assertThat(refusal(trusted, NOW))
        .isEqualTo(new Refusal.Rollback("snapshot.json", "5.5.5", "role targets", 2, 1));
  }

  @Test
  void givenSnapshotWithoutARole_whenRefreshing_thenRefusesAsRollback() {
    repository.putTarget("rings.app", "rings/app/rings.json", bytes("one")).publish(NOW);
    var trusted = client.refreshed(anchor, NOW);
    repository.publish(NOW);
    putSnapshot(
        new Snapshot(
            Header.of(3, FRESH.expires()),
            Map.of("targets", MetaFile.ofVersion(2)),
            JsonObject.empty()),
        "snapshot");

    assertThat(refusal(trusted, NOW))
        .isEqualTo(new Refusal.Disappeared("snapshot.json", "5.5.5", "rings.app"));
  }

  @Test
  void givenExpiredSnapshot_whenRefreshing_thenRefusesAsFreezeAndKeepsTheTimestamp() {
    repository.lifetime(Roles.SNAPSHOT, Duration.ZERO).publish(NOW);

    var refresh = client.refresh(anchor, NOW);

    assertThat(refresh.step())
        .isEqualTo(
            new RefreshStep.Refused(new Refusal.Expired("snapshot.json", "5.5.6", NOW, NOW)));
    assertThat(refresh.trusted().files()).containsOnlyKeys("root.json", "timestamp.json");
  }

  @Test
  void givenSnapshotOfOtherBytesThanListed_whenRefreshing_thenRefusesAsMixAndMatch() {
    byte[] snapshot = repository.file("metadata/1.snapshot.json");
    Digest other = Digest.sha256(bytes("other"));
    putTimestampFor(listed(snapshot.length, other));

    assertThat(refusal(anchor, NOW))
        .isEqualTo(
            new Refusal.HashMismatch("snapshot.json", "5.5.2", other, Digest.sha256(snapshot)));
  }

  @Test
  void givenSnapshotShorterThanListed_whenRefreshing_thenRefuses() {
    byte[] snapshot = repository.file("metadata/1.snapshot.json");
    putTimestampFor(listed(snapshot.length + 1L, Digest.sha256(snapshot)));

    assertThat(refusal(anchor, NOW))
        .isEqualTo(
            new Refusal.WrongLength(
                "snapshot.json", "5.5.2", snapshot.length + 1L, snapshot.length));
  }

  @Test
  void givenListedLengthAndDigest_whenTheyMatch_thenTrusts() {
    byte[] snapshot = repository.file("metadata/1.snapshot.json");
    putTimestampFor(listed(snapshot.length, Digest.sha256(snapshot)));

    assertThat(client.refreshed(anchor, NOW).findSnapshot()).isPresent();
  }

  @Test
  void givenSnapshotThatListsNoTargets_whenRefreshing_thenRefuses() {
    putSnapshot(new Snapshot(FRESH, Map.of(), JsonObject.empty()), "snapshot");

    assertThat(refusal(anchor, NOW)).isEqualTo(new Refusal.NotListed("targets.json", "5.6.1"));
  }

  @Test
  void givenTargetsOfAnotherVersion_whenRefreshing_thenRefusesAsMixAndMatch() {
    byte[] first = repository.file("metadata/1.targets.json");
    repository.putTarget(Roles.TARGETS, "a", bytes("a")).publish(NOW);
    repository.putObject("metadata/2.targets.json", first);

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.MixAndMatch("targets.json", "5.6.4", "snapshot.json", 2, 1));
  }

  @Test
  void givenTargetsSignedByStranger_whenRefreshing_thenRefusesAsArbitrarySoftware() {
    var targets = new Targets(FRESH, Map.of(), Delegations.NONE, JsonObject.empty());
    repository.putObject(
        "metadata/1.targets.json", FakeKey.signAll(targets, FakeKey.of("stranger")));

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.TooFewSignatures("targets.json", "5.6.3", 1, 0, "root.json"));
  }

  @Test
  void givenExpiredTargets_whenRefreshing_thenRefusesAsFreeze() {
    repository.lifetime(Roles.TARGETS, Duration.ZERO);
    repository.putTarget(Roles.TARGETS, "a", bytes("a")).publish(NOW);

    assertThat(refusal(anchor, NOW))
        .isEqualTo(new Refusal.Expired("targets.json", "5.6.5", NOW, NOW));
  }

  @Test
  void givenSnapshotInPlaceOfTimestamp_whenSignedByTheRightKey_thenRefusesAsMalformed() {
    var snapshot = new Snapshot(FRESH, Map.of(), JsonObject.empty());
    repository.putObject(
        "metadata/timestamp.json", FakeKey.signAll(snapshot, FakeKey.of("timestamp")));

    assertThat(refusal(anchor, NOW))
        .isInstanceOfSatisfying(
            Refusal.Malformed.class,
            refusal -> assertThat(refusal.path()).isEqualTo("signed._type"));
  }

  @Test
  void givenEndedRefresh_whenMoreComes_thenIsABug() {
    var ended = client.refresh(anchor, NOW);

    assertThatIllegalStateException().isThrownBy(() -> ended.received(new byte[0]));
    assertThatIllegalStateException().isThrownBy(ended::absent);
  }

  private Refusal refusal(TrustedMetadata local, Instant now) {
    var step = client.refresh(local, now).step();
    assertThat(step).isInstanceOf(RefreshStep.Refused.class);
    Refusal refusal = ((RefreshStep.Refused) step).refusal();
    assertThat(refusal.message()).startsWith(refusal.subject() + ": expected ");
    assertThat(refusal.attack()).isNotEmpty();
    return refusal;
  }

  private Root decodeRoot(String path) {
    try {
      return Root.decode(
          Envelope.decode(repository.file(path), JsonLimits.ofLength(512_000)).signed());
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  private void putTimestampFor(MetaFile snapshot) {
    putTimestamp(new Timestamp(FRESH, snapshot, JsonObject.empty()), "timestamp");
  }

  private static MetaFile listed(long lengthBytes, Digest digest) {
    JsonObject hashes = JsonObject.builder().put("sha256", digest).build();
    return new MetaFile(
        1, JsonObject.builder().put("length", lengthBytes).put("hashes", hashes).build());
  }

  private void putTimestamp(Timestamp timestamp, String keyName) {
    repository.putObject(
        "metadata/timestamp.json", FakeKey.signAll(timestamp, FakeKey.of(keyName)));
  }

  private void putSnapshot(Snapshot snapshot, String keyName) {
    repository.putObject(
        "metadata/" + snapshot.version() + ".snapshot.json",
        FakeKey.signAll(snapshot, FakeKey.of(keyName)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
