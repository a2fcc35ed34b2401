package dev.sluice.publisher.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.release.StartRequest;
import dev.sluice.publisher.UnreliableStore;
import dev.sluice.publisher.catalogue.Numbering.Numbered;
import dev.sluice.publisher.catalogue.Numbering.Pending;
import dev.sluice.publisher.delta.MemoryArtifactStore;
import dev.sluice.release.Artifact;
import dev.sluice.release.ArtifactName;
import dev.sluice.release.Installer;
import dev.sluice.release.Manifest;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceList;
import dev.sluice.release.SliceReference;
import dev.sluice.store.StoreException;
import dev.sluice.testkit.Mutations;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Counters only rise, each has one version and each version one counter, wherever a publisher is
/// cut off and whoever else writes: devices refuse a counter that falls (rollback).
class CatalogueTest {
  private static final ProductName PRODUCT = new ProductName("gateway");
  private static final FloorRule PREVIOUS = new FloorRule.PreviousRelease();
  private static final CounterRule NEXT = new CounterRule.Next();
  private static final Offer OFFER = offer("1");

  private final MemoryArtifactStore store = new MemoryArtifactStore();
  private final Catalogue catalogue = new Catalogue(store);

  @Test
  void givenNothing_whenAsked_thenThereIsNoVersionAndNoCounter() throws StoreException {
    assertThat(catalogue.find(release("1"))).isEmpty();
    assertThat(catalogue.highestCounter(PRODUCT)).isZero();
    assertThatThrownBy(() -> catalogue.number(release("1"), PREVIOUS, NEXT))
        .isInstanceOf(StoreException.class)
        .hasMessage("catalogue/gateway/versions/1.json: expected an entry, got none");
  }

  @Test
  void givenVersionThatIsEntered_whenEnteredAgain_thenKeepsItsFirstOffer() throws StoreException {
    assertThat(catalogue.enter(release("1"), OFFER).numbering()).isEqualTo(new Pending());

    var standing = catalogue.enter(release("1"), offer("2"));

    assertThat(standing).isEqualTo(new CatalogueEntry(release("1"), OFFER, new Pending()));
    assertThat(catalogue.find(release("1"))).contains(standing);
  }

  @Test
  void givenVersions_whenNumbered_thenCountersRiseByOneAndFloorsAreThoseBefore()
      throws StoreException {
    assertThat(number("1")).isEqualTo(new Numbered(1, 0));
    assertThat(number("2")).isEqualTo(new Numbered(2, 1));
    assertThat(number("3")).isEqualTo(new Numbered(3, 2));
    assertThat(number("2")).isEqualTo(new Numbered(2, 1));

    assertThat(catalogue.highestCounter(PRODUCT)).isEqualTo(3);
    assertThat(catalogue.highestCounter(new ProductName("other"))).isZero();
  }

  @Test
  void givenCounterThatIsNotTheNext_whenAskedFor_thenClaimsNothing() throws StoreException {
    var _ = catalogue.enter(release("1"), OFFER);

    assertThat(catalogue.number(release("1"), PREVIOUS, new CounterRule.Exactly(2))).isEmpty();

    assertThat(catalogue.highestCounter(PRODUCT)).isZero();
    assertThat(catalogue.number(release("1"), PREVIOUS, new CounterRule.Exactly(1)))
        .contains(new Numbered(1, 0));
  }

  @Test
  void givenPublisherCutOffBehindItsClaim_whenItCarriesOn_thenGetsThatCounter()
      throws StoreException {
    claim(1, "1");
    var _ = catalogue.enter(release("1"), OFFER);

    assertThat(number("1")).isEqualTo(new Numbered(1, 0));
    assertThat(catalogue.highestCounter(PRODUCT)).isEqualTo(1);
  }

  @Test
  void givenClaimThatCameToNothing_whenOthersAreNumbered_thenIsPassedOver() throws StoreException {
    assertThat(number("1")).isEqualTo(new Numbered(1, 0));
    claim(2, "abandoned");

    assertThat(number("3")).isEqualTo(new Numbered(3, 1));

    // Whoever comes back late must not get a counter below one that devices may run.
    assertThat(number("abandoned")).isEqualTo(new Numbered(4, 3));
  }

  @Test
  void givenClaimBelowTheFloorThatIsAskedForNow_whenNumbered_thenClaimsAnew()
      throws StoreException {
    claim(1, "1");
    var _ = catalogue.enter(release("1"), OFFER);

    assertThat(catalogue.number(release("1"), new FloorRule.At(2), NEXT))
        .contains(new Numbered(2, 2));
  }

  @Test
  void givenFloorOfItsPublisher_whenNumbered_thenIsTaken() throws StoreException {
    assertThat(number("1")).isEqualTo(new Numbered(1, 0));
    var _ = catalogue.enter(release("2"), OFFER);

    assertThat(catalogue.number(release("2"), new FloorRule.At(0), NEXT))
        .contains(new Numbered(2, 0));
  }

  @Test
  void givenAllCountersTaken_whenNumbered_thenSaysSo() throws StoreException {
    claim(Manifest.MAX_COUNTER, "last");
    var _ = catalogue.enter(release("1"), OFFER);

    assertThatThrownBy(() -> catalogue.number(release("1"), PREVIOUS, NEXT))
        .hasMessage("gateway: expected a free counter, got none left");
  }

  @Test
  void givenOtherNamesInTheFolder_whenCounting_thenOnlyClaimsCount() throws StoreException {
    for (String name : List.of("7.json", "000000000009.txt", "0000000000010.json", "x.json")) {
      store.put("catalogue/gateway/" + name, new byte[] {1});
    }
    store.put("catalogue/gateway/versions/000000000099.json", new byte[] {1});

    assertThat(catalogue.highestCounter(PRODUCT)).isZero();
  }

  /// The answer of any one call is lost, which is a crash behind it: asked again, the version has
  /// one counter, and no two versions share one.
  @Test
  void givenPublisherCutOffAtAnyCall_whenItCarriesOn_thenEachVersionHasOneCounter()
      throws StoreException {
    int cutOff = 0;
    for (int call = 1; call <= 20; call++) {
      var memory = new MemoryArtifactStore();
      var unreliable = new UnreliableStore(memory);
      var counters = new HashSet<Long>();
      for (String version : List.of("1", "2", "3")) {
        unreliable.failAt(call);
        try {
          var _ = number(new Catalogue(unreliable), version);
        } catch (StoreException e) {
          cutOff++;
        }
        var _ = unreliable.recover();
        var numbered = number(new Catalogue(unreliable), version);

        assertThat(number(new Catalogue(memory), version)).isEqualTo(numbered);
        assertThat(counters.add(numbered.counter())).as("call %d", call).isTrue();
      }
      assertThat(counters).hasSize(3);
    }
    assertThat(cutOff).isGreaterThan(10);
  }

  /// Any order of publishers, cut off at any call: counters rise with every version that is done,
  /// and floors are counters of versions that are done.
  @Test
  void givenPublishersInAnyOrderCutOffAnywhere_whenAllCarryOn_thenNumberingIsSound() {
    Property.check(
        "numbering is sound wherever publishers are cut off",
        100,
        seed -> {
          var memory = new MemoryArtifactStore();
          var unreliable = new UnreliableStore(memory);
          List<String> open = new ArrayList<>(List.of("1", "2", "3", "4", "5"));
          var done = new ArrayList<Numbered>();
          while (!open.isEmpty()) {
            String version = seed.pick(open);
            if (seed.chance(0.7)) {
              unreliable.failAt((int) seed.between(1, 12));
            }
            try {
              var numbered = number(new Catalogue(unreliable), version);
              open.remove(version);
              done.add(numbered);
            } catch (StoreException e) {
              assertThat(e).hasMessageContaining("got none");
            }
            var _ = unreliable.recover();
          }

          assertThat(done.stream().map(Numbered::counter).distinct()).hasSize(5);
          for (Numbered numbered : done) {
            assertThat(numbered.rollbackFloor()).isLessThan(numbered.counter());
          }
        });
  }

  /// A document of the catalogue that is not what stands there: path, content, and the refusal.
  record Foreign(String name, String path, String content, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Foreign> foreign() {
    String entry = "catalogue/gateway/versions/1.json";
    String claim = "catalogue/gateway/000000000001.json";
    String sound = text(new CatalogueEntry(release("1"), OFFER, new Numbered(1, 0)));
    return List.of(
        new Foreign("no JSON", entry, "", entry + ", the document: expected a JSON document"),
        new Foreign(
            "entry of another version",
            entry,
            sound.replace("gateway/1", "gateway/2"),
            entry + ": expected an entry of gateway/1, got gateway/2"),
        new Foreign(
            "entry of another product",
            entry,
            sound.replace("gateway/1", "door/1"),
            entry + ": expected an entry of gateway/1, got door/1"),
        new Foreign(
            "later format",
            entry,
            sound.replace("\"formatVersion\":2", "\"formatVersion\":3"),
            entry + ", formatVersion: expected 2"),
        new Foreign(
            "other type",
            entry,
            sound.replace("\"version\"", "\"claim\""),
            entry + ", type: expected"),
        new Foreign(
            "floor above the counter",
            entry,
            sound.replace("\"rollbackFloor\":0", "\"rollbackFloor\":2"),
            entry + ", rollbackFloor: expected an integer from 0 to 1"),
        new Foreign(
            "counter 0",
            entry,
            sound.replace("\"counter\":1", "\"counter\":0"),
            entry + ", counter"),
        new Foreign(
            "no artifact",
            entry,
            "{\"type\":\"version\",\"formatVersion\":2,\"release\":\"gateway/1\",\"offer\":"
                + "{\"artifacts\":[],\"hardware\":[],\"manual\":false,\"policyVersion\":0}}",
            entry + ", offer.artifacts: expected 1 to 1000 artifacts"),
        new Foreign(
            "artifact of no length",
            entry,
            sound.replace("\"lengthBytes\":9", "\"lengthBytes\":0"),
            entry + ", offer.artifacts[0].lengthBytes"),
        new Foreign(
            "installer of tomorrow",
            entry,
            sound.replace("\"installer\":\"file\"", "\"installer\":\"flash\""),
            entry + ", offer.artifacts[0].installer: expected a known installer"),
        new Foreign(
            "name that leaves the folder",
            entry,
            sound.replace("\"name\":\"app\"", "\"name\":\"../app\""),
            entry + ", offer.artifacts[0].name"),
        new Foreign("empty claim", claim, "{}", claim + ", type: expected a string, got nothing"),
        new Foreign(
            "claim of no version",
            claim,
            "{\"type\":\"claim\",\"formatVersion\":1,\"version\":\"a/b\"}",
            claim + ", version: expected"),
        new Foreign(
            "later claim",
            claim,
            "{\"type\":\"claim\",\"formatVersion\":2,\"version\":\"1\"}",
            claim + ", formatVersion: expected 1"));
  }

  /// Bytes that somebody else wrote must stop the publisher, not become a release.
  @ParameterizedTest
  @MethodSource("foreign")
  void givenForeignDocument_whenNumbering_thenNamesItAndWritesNothing(Foreign foreign)
      throws StoreException {
    var _ = catalogue.enter(release("1"), OFFER);
    store.put(foreign.path(), foreign.content().getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> catalogue.number(release("1"), PREVIOUS, NEXT))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith(foreign.message());
    assertThat(store.list("catalogue/gateway/")).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void givenAnyEntry_whenEncodedAndDecoded_thenIsTheSame() {
    Property.check(
        "entries are read as they were written",
        300,
        seed -> {
          var entry = entry(seed);

          assertThat(CatalogueEntry.decode(entry.encode())).isEqualTo(entry);
          assertThat(CatalogueEntry.decode(entry.encode()).encode()).isEqualTo(entry.encode());
        });
  }

  @Test
  void givenAnyDamagedEntry_whenDecoded_thenIsRefusedOrReadAsItStands() {
    Property.check(
        "damaged entries are refused as documented",
        2_000,
        seed -> {
          try {
            var decoded = CatalogueEntry.decode(Mutations.mutate(seed, entry(seed).encode()));
            assertThat(CatalogueEntry.decode(decoded.encode())).isEqualTo(decoded);
          } catch (MalformedJsonException e) {
            assertThat(e).hasMessageContaining(": expected ");
          }
        });
  }

  private static CatalogueEntry entry(Seeded seed) {
    long counter = seed.between(1, Manifest.MAX_COUNTER);
    List<StoredArtifact> artifacts =
        IntStream.rangeClosed(0, seed.size(3)).mapToObj(i -> artifact(i + seed.name(9))).toList();
    return new CatalogueEntry(
        release(seed.name(20)),
        new Offer(
            artifacts,
            seed.chance(0.5) ? List.of() : List.of(seed.name(9)),
            seed.pick(List.of(StartRequest.values())),
            seed.size(9)),
        seed.chance(0.5) ? new Pending() : new Numbered(counter, seed.between(0, counter)));
  }

  private Numbered number(String version) throws StoreException {
    return number(catalogue, version);
  }

  private static Numbered number(Catalogue catalogue, String version) throws StoreException {
    var _ = catalogue.enter(release(version), OFFER);
    return catalogue.number(release(version), PREVIOUS, NEXT).orElseThrow();
  }

  private void claim(long counter, String version) throws StoreException {
    store.put(
        "catalogue/gateway/%012d.json".formatted(counter),
        "{\"formatVersion\":1,\"type\":\"claim\",\"version\":\"%s\"}"
            .formatted(version)
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String text(CatalogueEntry entry) {
    return new String(entry.encode(), StandardCharsets.UTF_8);
  }

  private static ReleaseId release(String version) {
    return ReleaseId.parse(PRODUCT + "/" + version);
  }

  private static Offer offer(String hardware) {
    return new Offer(List.of(artifact("app")), List.of(hardware), StartRequest.AS_POLICY, 0);
  }

  private static StoredArtifact artifact(String name) {
    Digest digest = Digest.sha256(name.getBytes(StandardCharsets.UTF_8));
    return new StoredArtifact(
        new Artifact(new ArtifactName(name), digest, 9, Installer.FILE),
        new SliceReference(SliceList.MIN_SLICE_LENGTH_BYTES, digest));
  }
}
