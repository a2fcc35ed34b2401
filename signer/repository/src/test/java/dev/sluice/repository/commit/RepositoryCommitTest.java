package dev.sluice.repository.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.sluice.events.ByteString;
import dev.sluice.release.ProductName;
import dev.sluice.repository.MemorySigner;
import dev.sluice.repository.MemoryStore;
import dev.sluice.repository.RepositoryException;
import dev.sluice.repository.Session;
import dev.sluice.repository.change.Changes;
import dev.sluice.repository.change.Planner;
import dev.sluice.repository.change.Proposal;
import dev.sluice.repository.change.Renewals;
import dev.sluice.repository.change.Upkeep;
import dev.sluice.repository.role.Lifetimes;
import dev.sluice.repository.state.Repository;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.VirtualClock;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.fake.FakeClient;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.MetadataPaths;
import dev.sluice.tuf.metadata.TargetFile;
import dev.sluice.tuf.trust.LookupStep;
import dev.sluice.tuf.trust.TrustedMetadata;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RepositoryCommitTest {
  private static final ProductName APP = new ProductName("app");
  private static final String PATH = "products/app/1/a";
  private static final TargetFile TARGET =
      new TargetFile(PATH, 1, Digest.sha256(new byte[] {1}), JsonObject.empty());

  private final VirtualClock clock = new VirtualClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final MemorySigner keys = new MemorySigner("ours");

  @Test
  void givenEmptyStore_whenOpened_thenADeviceTrustsIt() throws IOException {
    var writer = open();

    TrustedMetadata trusted = refreshed(writer);

    assertThat(trusted.findTargets()).isPresent();
    assertThat(trusted.findTimestamp().orElseThrow().findSigningTime()).contains(clock.instant());
    assertThat(store.files())
        .containsOnlyKeys(
            "metadata/1.root.json",
            "metadata/1.snapshot.json",
            "metadata/1.targets.json",
            "metadata/timestamp.json");
  }

  @Test
  void givenRepository_whenOpenedAgain_thenIsTheSame() throws IOException {
    var first = open();
    var _ = first.commit(put(PATH, 1));
    var writes = store.written();

    var second = open();

    assertThat(second.repository()).isEqualTo(first.repository());
    assertThat(second.rootMetadata()).isEqualTo(first.rootMetadata());
    assertThat(store.written()).isEqualTo(writes);
  }

  @Test
  void givenNewProduct_whenCommitted_thenADeviceFindsTheTargetInItsRole() throws IOException {
    var writer = open();

    var committed = writer.commit(put(PATH, 1));

    assertThat(roleOf(writer, PATH)).isEqualTo("product.app");
    assertThat(committed.repository().timestamp().version()).isEqualTo(2);
    assertThat(committed.repository().trusteesOf("product.app").role().threshold()).isEqualTo(2);
  }

  @Test
  void givenSecondTarget_whenCommitted_thenTheFirstStaysAndOnlyItsRoleIsSigned()
      throws IOException {
    var writer = open();
    var before = writer.commit(put(PATH, 1)).repository();

    var after = writer.commit(put("products/app/2/a", 2)).repository();

    assertThat(roleOf(writer, PATH)).isEqualTo("product.app");
    assertThat(after.targets()).isEqualTo(before.targets());
    assertThat(after.delegated().get("rings.app")).isEqualTo(before.delegated().get("rings.app"));
    assertThat(after.snapshot().version()).isEqualTo(before.snapshot().version() + 1);
  }

  @Test
  void givenCrashBeforeTheTimestamp_whenOpenedAgain_thenVersionsLeftBehindAreSkipped()
      throws IOException {
    var writer = open();
    store.refuseWrites(path -> path.endsWith("timestamp.json"));
    assertThatIOException().isThrownBy(() -> writer.commit(put(PATH, 1)));
    store.refuseWrites(_ -> false);
    byte[] leftBehind = store.files().get("metadata/2.snapshot.json");
    clock.advance(Duration.ofSeconds(5));

    var again = open();
    var committed = again.commit(put("products/app/1/b", 2));

    assertThat(store.files().get("metadata/2.snapshot.json")).isEqualTo(leftBehind);
    assertThat(committed.repository().snapshot().version()).isEqualTo(3);
    assertThat(roleOf(again, "products/app/1/b")).isEqualTo("product.app");
  }

  @Test
  void givenCrashDuringTheFirstStart_whenOpenedAgain_thenKeepsTheRoot() throws IOException {
    store.refuseWrites(path -> path.endsWith("timestamp.json"));
    assertThatIOException().isThrownBy(this::open);
    store.refuseWrites(_ -> false);
    byte[] root = store.files().get("metadata/1.root.json");
    clock.advance(Duration.ofSeconds(5));

    var writer = open();

    assertThat(writer.rootMetadata()).isEqualTo(root);
    assertThat(refreshed(writer).findTargets()).isPresent();
  }

  @Test
  void givenLostAnswerToTheTimestamp_whenCommittedAgain_thenNothingIsSignedTwice()
      throws IOException {
    var writer = open();
    store.loseAnswers(path -> path.endsWith("timestamp.json"));
    assertThatIOException().isThrownBy(() -> writer.commit(put(PATH, 1)));
    store.loseAnswers(_ -> false);
    clock.advance(Duration.ofSeconds(5));

    var committed = writer.commit(put(PATH, 1));

    assertThat(committed.repository().timestamp().version()).isEqualTo(2);
    assertThat(committed.proposal().changes().isEmpty()).isTrue();
  }

  @Test
  void givenSecondSigner_whenItOvertakes_thenBothChangesHold() throws IOException {
    var first = open();
    var second = open();
    store.beforeTimestamp(
        () -> {
          var _ = second.commit(put("products/app/2/b", 2));
        });

    var _ = first.commit(put(PATH, 1));

    assertThat(roleOf(first, PATH)).isEqualTo("product.app");
    assertThat(roleOf(first, "products/app/2/b")).isEqualTo("product.app");
  }

  @Test
  void givenRepositoryOfLostKeys_whenOpened_thenRefusesAndMakesNoNewOnes() throws IOException {
    var _ = open();
    keys.lose("timestamp");

    assertThatIOException()
        .isThrownBy(this::open)
        .withMessageContaining("timestamp: expected the key that 1.root.json names, got none");
    assertThat(keys.keysOf("timestamp")).isEmpty();
  }

  @Test
  void givenMissingProductKey_whenCommitting_thenRefusesAndWritesNothing() throws IOException {
    var writer = open();
    var _ = writer.commit(put(PATH, 1));
    keys.lose("product.app");
    var writes = store.written();

    assertThatIOException()
        .isThrownBy(() -> writer.commit(put("products/app/2/a", 2)))
        .withMessageContaining("role product.app: expected 2 of the keys");
    assertThat(store.written()).isEqualTo(writes);
  }

  @Test
  void givenForgedMetadata_whenOpened_thenRefuses() throws IOException {
    var _ = open();
    var other = new MemoryStore(clock);
    var _ = Session.open(other, new MemorySigner("theirs"));
    for (String path : other.files().keySet()) {
      var forged = new MemoryStore(clock);
      store.files().forEach(forged::put);
      forged.put(path, other.files().getOrDefault(path, new byte[0]));

      assertThatIOException()
          .isThrownBy(() -> Session.open(forged, keys))
          .withMessageContaining("expected");
    }
  }

  @Test
  void givenTime_whenAQuarterOfALifeHasPassed_thenJustThoseRolesAreRenewed() throws IOException {
    var writer = open();
    var before = writer.commit(put(PATH, 1)).repository();

    clock.advance(Duration.ofHours(6).minusSeconds(1));
    assertThat(renew(writer)).isEqualTo(before);
    clock.advance(Duration.ofSeconds(1));
    var afterHours = renew(writer);
    clock.advance(Duration.ofDays(2));
    var afterDays = renew(writer);

    assertThat(afterHours.snapshot()).isEqualTo(before.snapshot());
    assertThat(afterHours.timestamp().version()).isEqualTo(before.timestamp().version() + 1);
    assertThat(afterDays.snapshot().find("rings.app").orElseThrow().version()).isEqualTo(2);
    assertThat(afterDays.snapshot().find("deltas.app").orElseThrow().version()).isEqualTo(2);
    assertThat(afterDays.delegated().get("product.app"))
        .isEqualTo(before.delegated().get("product.app"));
    assertThat(roleOf(writer, PATH)).isEqualTo("product.app");
  }

  @Test
  void givenObjects_whenCommitted_thenTheyStandBeforeTheMetadata() throws IOException {
    var writer = open();
    byte[] bytes = {7};
    String path = MetadataPaths.target("rings/app/rings.json", Digest.sha256(bytes));
    store.refuseWrites(written -> written.startsWith("metadata/"));

    assertThatIOException()
        .isThrownBy(
            () ->
                writer.commit(
                    before ->
                        new Proposal() {
                          @Override
                          public Changes changes() {
                            return put(PATH, 1).plan(before).changes();
                          }

                          @Override
                          public Map<String, ByteString> objects() {
                            return Map.of(path, ByteString.of(bytes));
                          }
                        }));

    assertThat(store.files()).containsKey(path);
  }

  @Test
  void givenRequiredObjectThatIsNotThere_whenCommitted_thenRefusesAndWritesNothing()
      throws IOException {
    var writer = open();
    var writes = store.written();
    Planner<Proposal> planner = before -> requiring(put(PATH, 1).plan(before).changes());

    assertThatExceptionOfType(RepositoryException.class)
        .isThrownBy(() -> writer.commit(planner))
        .withMessageContaining("expected an object of 1 bytes, got none");
    assertThat(store.written()).isEqualTo(writes);

    store.put(MetadataPaths.target(PATH, TARGET.sha256()), new byte[] {1});
    var committed = writer.commit(planner);

    assertThat(committed.repository().findTarget("product.app", PATH)).contains(TARGET);
  }

  private static Proposal requiring(Changes changes) {
    return new Proposal() {
      @Override
      public Changes changes() {
        return changes;
      }

      @Override
      public List<TargetFile> required() {
        return List.of(TARGET);
      }
    };
  }

  @Test
  void givenAnyChange_whenWritten_thenTheTimestampComesLast() throws IOException {
    var writer = open();
    int before = store.written().size();

    var committed = writer.commit(put(PATH, 1));

    var written = store.written().subList(before, store.written().size());
    assertThat(written.getLast()).isEqualTo("metadata/timestamp.json");
    assertThat(written).filteredOn("metadata/timestamp.json"::equals).hasSize(1);
    assertThat(committed.signedRoles())
        .containsExactlyInAnyOrder(
            "targets", "product.app", "deltas.app", "rings.app", "snapshot", "timestamp");
  }

  @Test
  void givenNothingToChange_whenCommitted_thenSignsNothing() throws IOException {
    var writer = open();
    var _ = writer.commit(put(PATH, 1));
    var writes = store.written();

    var committed = writer.commit(put(PATH, 1));

    assertThat(committed.signedRoles()).isEmpty();
    assertThat(store.written()).isEqualTo(writes);
  }

  @Test
  void givenOthersWhoAreAlwaysFaster_whenCommitted_thenGivesUp() throws IOException {
    var writer = open();
    var other = open();
    keepOvertaking(other);

    assertThatExceptionOfType(RepositoryException.class)
        .isThrownBy(() -> writer.commit(put(PATH, 1)))
        .withMessageContaining("expected to write a revision in 20 attempts, got overtaken");
  }

  private void keepOvertaking(Session other) {
    store.beforeTimestamp(
        () -> {
          clock.advance(Duration.ofSeconds(1));
          store.beforeTimestamp(() -> {});
          var _ = other.commit(_ -> Upkeep.renewing(Set.of("timestamp")));
          keepOvertaking(other);
        });
  }

  @Test
  void givenStoreThatRefusesTheTimestampForLong_whenItTakesItAgain_thenTheSignerGetsOn()
      throws IOException {
    var writer = open();
    store.refuseWrites(path -> path.endsWith("timestamp.json"));
    for (int i = 0; i < 60; i++) {
      clock.advance(Duration.ofSeconds(30));
      assertThatIOException()
          .isThrownBy(() -> writer.commit(put(PATH, 1)))
          .withMessageContaining("the store is down");
    }
    store.refuseWrites(_ -> false);
    clock.advance(Duration.ofSeconds(30));

    var committed = writer.commit(put(PATH, 1));

    assertThat(committed.repository().timestamp().version()).isEqualTo(2);
    assertThat(roleOf(writer, PATH)).isEqualTo("product.app");
  }

  /// Wherever the power is cut, a device sees the state before or the one after, and the work comes
  /// to the same end when it is begun again.
  @Test
  void givenCutAfterAnyStep_whenBegunAgain_thenItComesTrueOnce() {
    Property.check(
        "a commit survives a cut after any step",
        60,
        seeded -> {
          var clock = new VirtualClock();
          var store = new MemoryStore(clock);
          var keys = new MemorySigner("ours");
          var device =
              TrustedMetadata.bootstrap(Session.open(store, keys).rootMetadata()).orElseThrow();
          int value = 1 + seeded.size(100);
          boolean ended = false;
          for (int i = 0; !ended; i++) {
            store.stopAfter(i < 20 ? (int) seeded.between(1, 40) : Integer.MAX_VALUE);
            clock.advance(Duration.ofSeconds(seeded.between(0, 5)));
            try {
              var _ = Session.open(store, keys).commit(put(PATH, value));
              ended = true;
            } catch (IOException e) {
              assertThat(e).hasMessage("the power is gone");
            }
            device = new FakeClient(store.files()).refreshed(device, clock.instant());
          }

          var found = new FakeClient(store.files()).lookup(device, PATH, clock.instant());

          assertThat(found).isInstanceOf(LookupStep.Found.class);
          assertThat(device.findTimestamp().orElseThrow().version()).isEqualTo(2);
        });
  }

  private Repository renew(Session writer) throws IOException {
    return writer
        .commit(before -> Renewals.of(before, Lifetimes.DEFAULT, clock.instant()))
        .repository();
  }

  private Session open() throws IOException {
    return Session.open(store, keys);
  }

  private TrustedMetadata refreshed(Session writer) {
    return new FakeClient(store.files())
        .refreshed(TrustedMetadata.bootstrap(writer.rootMetadata()).orElseThrow(), clock.instant());
  }

  private String roleOf(Session writer, String path) {
    var step = new FakeClient(store.files()).lookup(refreshed(writer), path, clock.instant());
    assertThat(step).isInstanceOf(LookupStep.Found.class);
    return ((LookupStep.Found) step).target().role();
  }

  private record Put(Changes changes) implements Proposal {}

  /// Vouches for one byte under a path, unless the repository does already.
  private static Planner<Put> put(String path, int content) {
    byte[] bytes = {(byte) content};
    var target = new TargetFile(path, 1, Digest.sha256(bytes), JsonObject.empty());
    return before -> {
      var changes = new Changes();
      if (before.findTarget("product.app", path).isEmpty()) {
        if (!before.hasRole("product.app")) {
          changes.addProduct(APP);
        }
        changes.put("product.app", target);
      }
      return new Put(changes);
    };
  }
}
