package dev.sluice.signer.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.release.ProductName;
import dev.sluice.repository.change.Changes;
import dev.sluice.repository.change.Upkeep;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.state.RoleStatus;
import dev.sluice.signer.keys.KeyRing.OldKeys;
import dev.sluice.signer.keys.MemoryKeys;
import dev.sluice.signer.keys.SigningKey;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.fake.FakeClient;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.TargetFile;
import dev.sluice.tuf.trust.LookupStep;
import dev.sluice.tuf.trust.TrustedMetadata;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Keys that are replaced and roles that are signed again, seen by a device that knew the
/// repository before.
class KeyRotationTest {
  private static final String PATH = "products/app/1/a";
  private static final byte[] BYTES = {1};

  private final VirtualClock clock = new VirtualClock();
  private final MemoryStore store = new MemoryStore();
  private final MemoryKeys keys = new MemoryKeys();
  private RepositoryWriter writer;
  private TrustedMetadata device;

  @BeforeEach
  void openWithOneProduct() throws IOException {
    writer = open();
    var changes = new Changes();
    changes.addProduct(new ProductName("app"));
    changes.put("product.app", new TargetFile(PATH, 1, Digest.sha256(BYTES), JsonObject.empty()));
    var _ = writer.commit(_ -> new Upkeep(changes));
    device =
        new FakeClient(store.files())
            .refreshed(
                TrustedMetadata.bootstrap(writer.rootMetadata()).orElseThrow(), clock.instant());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root",
        "targets",
        "snapshot",
        "timestamp",
        "product.app",
        "deltas.app",
        "rings.app"
      })
  void givenRole_whenRotated_thenADeviceThatKnewTheOldKeyFollows(String role) throws IOException {
    var old = materials(role);
    clock.advance(Duration.ofMinutes(1));

    var after = writer.rotate(role, OldKeys.KEEP);

    assertThat(after.trusteesOf(role).materials())
        .hasSameSizeAs(old)
        .doesNotContainAnyElementsOf(old);
    assertThat(keys.find(role)).extracting(SigningKey::material).doesNotContainAnyElementsOf(old);
    follow();
    clock.advance(Duration.ofMinutes(1));
    var _ = writer.commit(before -> Upkeep.renewing(before.documents().keySet()));
    follow();
    assertThat(open().repository()).isEqualTo(writer.repository());
  }

  @Test
  void givenRootRotatedTwice_whenRefreshed_thenADeviceWalksTheChain() throws IOException {
    var _ = writer.rotate("root", OldKeys.KEEP);
    var _ = writer.rotate("timestamp", OldKeys.KEEP);
    var _ = writer.rotate("root", OldKeys.KEEP);

    follow();

    assertThat(device.root().version()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"targets", "snapshot", "timestamp", "root"})
  void givenCutBeforeTheNewRoot_whenRefreshed_thenADeviceFollowsAndTheRotationCanBeRepeated(
      String role) throws IOException {
    var old = materials(role);
    store.refuseWrites(path -> path.endsWith("2.root.json"));

    assertThatIOException().isThrownBy(() -> writer.rotate(role, OldKeys.KEEP));
    follow();
    store.refuseWrites(_ -> false);
    clock.advance(Duration.ofMinutes(1));
    var after = open().rotate(role, OldKeys.KEEP);

    follow();
    assertThat(after.root().version()).isEqualTo(2);
    assertThat(after.trusteesOf(role).materials()).doesNotContainAnyElementsOf(old);
  }

  @Test
  void givenLostAnswerToTheNewRoot_whenRotatedAgain_thenCarriesOn() throws IOException {
    store.loseAnswers(path -> path.endsWith("2.root.json"));
    assertThatIOException().isThrownBy(() -> writer.rotate("timestamp", OldKeys.KEEP));
    store.loseAnswers(_ -> false);

    var _ = writer.rotate("timestamp", OldKeys.KEEP);

    follow();
    assertThat(device.root().version()).isEqualTo(3);
  }

  @Test
  void givenOfflineRoles_whenRenewed_thenTheirExpiryMovesAndADeviceFollows() throws IOException {
    clock.advance(Duration.ofDays(170));

    var after =
        writer
            .commit(
                _ ->
                    Upkeep.renewing(
                        Set.of(
                            "root",
                            "targets",
                            "product.app",
                            "deltas.app",
                            "rings.app",
                            "snapshot")))
            .repository();

    var expected = clock.instant();
    assertThat(after.root().expires()).isEqualTo(expected.plus(Duration.ofDays(365)));
    assertThat(after.targets().expires()).isEqualTo(expected.plus(Duration.ofDays(180)));
    assertThat(after.root().keys()).isEqualTo(device.root().keys());
    follow();
    assertThat(device.root().version()).isEqualTo(2);
  }

  @Test
  void givenKeyThatIsElsewhere_whenRotated_thenRefusesAndWritesNothing() throws IOException {
    keys.lose("root");
    long writes = store.writes();

    assertThatIOException()
        .isThrownBy(() -> writer.rotate("root", OldKeys.KEEP))
        .withMessage("role root: expected one of its 1 keys on this machine, got none");
    assertThatIOException()
        .isThrownBy(() -> writer.rotate("targets", OldKeys.KEEP))
        .withMessageContaining("role root: expected 1 of the keys that the repository names");
    assertThat(store.writes()).isEqualTo(writes);
  }

  @Test
  void givenSecondWriter_whenKeysWereRotatedElsewhere_thenItSignsWithTheNewOnes()
      throws IOException {
    var other = open();
    for (String role : List.of("root", "timestamp", "snapshot", "rings.app")) {
      var _ = other.rotate(role, OldKeys.KEEP);
    }

    var _ = writer.commit(_ -> Upkeep.renewing(Set.of("rings.app")));

    follow();
    assertThat(writer.repository().root().version()).isEqualTo(4);
    assertThat(writer.rootMetadata()).isEqualTo(other.rootMetadata());
  }

  @Test
  void givenRepository_whenAsked_thenTellsWhoCanSignWhat() throws IOException {
    keys.lose("root");

    var statuses = new TreeMap<String, RoleStatus>();
    RoleStatus.of(writer.repository(), keys).forEach(status -> statuses.put(status.role(), status));

    assertThat(statuses.keySet())
        .containsExactly(
            "deltas.app", "product.app", "rings.app", "root", "snapshot", "targets", "timestamp");
    assertThat(statuses.get("root"))
        .satisfies(
            root -> {
              assertThat(root.canSignHere()).isFalse();
              assertThat(root.daysLeft(clock.instant())).isEqualTo(365);
            });
    assertThat(statuses.get("product.app"))
        .satisfies(
            product -> {
              assertThat(product.threshold()).isEqualTo(2);
              assertThat(product.keysHere()).isEqualTo(2);
              assertThat(product.hasExpired(clock.instant())).isFalse();
              assertThat(product.hasExpired(product.expires())).isTrue();
            });
  }

  private List<Digest> materials(String role) {
    return List.copyOf(writer.repository().trusteesOf(role).materials());
  }

  /// The device takes the next step from what it knew last, by the rules of a real client.
  private void follow() {
    var client = new FakeClient(store.files());
    device = client.refreshed(device, clock.instant());
    assertThat(client.lookup(device, PATH, clock.instant())).isInstanceOf(LookupStep.Found.class);
  }

  private RepositoryWriter open() throws IOException {
    return RepositoryWriter.openOrFound(store, keys, Lifetimes.DEFAULT, clock, SigningWatch.NONE);
  }
}
