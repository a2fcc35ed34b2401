package dev.sluice.tuf.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.fake.FakeClient;
import dev.sluice.tuf.fake.FakeKey;
import dev.sluice.tuf.fake.FakeRepository;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.key.PublicKey;
import dev.sluice.tuf.metadata.DelegatedRole;
import dev.sluice.tuf.metadata.Delegations;
import dev.sluice.tuf.metadata.Header;
import dev.sluice.tuf.metadata.PathSelection;
import dev.sluice.tuf.metadata.RoleKeys;
import dev.sluice.tuf.metadata.Roles;
import dev.sluice.tuf.metadata.Targets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Section 5.6.7 and 5.7: which role vouches for a path, and whether bytes are a target's.
class TargetLookupTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final String MANIFEST = "products/app/1.0/release.json";
  private static final byte[] CONTENT = "manifest".getBytes(StandardCharsets.UTF_8);

  private final FakeRepository repository = new FakeRepository(NOW);
  private final FakeClient client = new FakeClient(repository.files());
  private final TrustedMetadata anchor =
      TrustedMetadata.bootstrap(repository.rootBytes()).orElseThrow();

  @Test
  void givenDelegatedTarget_whenLookingUp_thenFindsItWithRoleAndCustom() {
    var custom = JsonObject.builder().put("a", 1).build();
    repository.putTarget("product.app", MANIFEST, CONTENT, custom).publish(NOW);

    var target = found(lookup(MANIFEST));

    assertThat(target.role()).isEqualTo("product.app");
    assertThat(target.digest()).isEqualTo(Digest.sha256(CONTENT));
    assertThat(target.lengthBytes()).isEqualTo(CONTENT.length);
    assertThat(target.custom()).isEqualTo(custom);
    assertThat(repository.file(target.repositoryPath())).isEqualTo(CONTENT);
  }

  @Test
  void givenTrustedTarget_whenVerifyingBytes_thenOnlyTheRightOnesPass() {
    repository.putTarget("product.app", MANIFEST, CONTENT).publish(NOW);
    var target = found(lookup(MANIFEST));

    assertThat(target.verify(CONTENT))
        .isInstanceOfSatisfying(
            TargetVerification.Verified.class,
            verified -> assertThat(verified.bytes().bytes()).isEqualTo(CONTENT));
    assertThat(refusal(target.verify(new byte[CONTENT.length])))
        .isInstanceOf(Refusal.HashMismatch.class);
    assertThat(refusal(target.verify(new byte[1])))
        .isEqualTo(new Refusal.WrongLength(MANIFEST, "5.7.2", CONTENT.length, 1));
  }

  @Test
  void givenRoleThatVouchesOutsideItsPaths_whenLookingUp_thenIsNotAsked() {
    repository.putTarget("rings.app", MANIFEST, CONTENT).publish(NOW);

    assertThat(lookup(MANIFEST)).isInstanceOf(LookupStep.NotFound.class);
    assertThat(client.fetched()).doesNotContain("metadata/1.rings.app.json");
  }

  @Test
  void givenKnownDelegatedRole_whenLookingUpAgain_thenFetchesNothing() {
    repository.putTarget("product.app", MANIFEST, CONTENT).publish(NOW);
    var first = (LookupStep.Found) lookup(MANIFEST);
    var second = new FakeClient(repository.files());

    var again = second.lookup(first.trusted(), MANIFEST, NOW);

    assertThat(again).isInstanceOf(LookupStep.Found.class);
    assertThat(second.fetched()).isEmpty();
  }

  @Test
  void givenPersistedDelegatedRole_whenLookingUpAfterRestart_thenFetchesItOnlyIfDamaged() {
    repository.putTarget("product.app", MANIFEST, CONTENT).publish(NOW);
    Map<String, byte[]> files =
        new HashMap<>(((LookupStep.Found) lookup(MANIFEST)).trusted().files());
    assertThat(files).containsKey("product.app.json");

    assertThat(fetchedAfterRestart(files)).isEmpty();
    files.put("product.app.json", CONTENT);
    assertThat(fetchedAfterRestart(files)).containsExactly("metadata/1.product.app.json");
  }

  @Test
  void givenDelegatedRoleOfAnotherVersion_whenLookingUp_thenRefusesAsMixAndMatch() {
    repository.putTarget("product.app", MANIFEST, CONTENT).publish(NOW);
    byte[] first = repository.file("metadata/1.product.app.json");
    repository.putTarget("product.app", MANIFEST, new byte[1]).publish(NOW);
    repository.putObject("metadata/2.product.app.json", first);

    assertThat(refusal(lookup(MANIFEST)))
        .isEqualTo(new Refusal.MixAndMatch("product.app.json", "5.6.4", "snapshot.json", 2, 1));
  }

  @Test
  void givenDelegatedRoleSignedByAnotherRolesKey_whenLookingUp_thenRefuses() {
    repository.putTarget("product.app", MANIFEST, CONTENT).publish(NOW);
    var targets =
        new Targets(
            Header.of(1, NOW.plusSeconds(60)), Map.of(), Delegations.NONE, JsonObject.empty());
    repository.putObject(
        "metadata/1.product.app.json", FakeKey.signAll(targets, FakeKey.of("rings.app")));

    assertThat(refusal(lookup(MANIFEST)))
        .isEqualTo(new Refusal.TooFewSignatures("product.app.json", "5.6.3", 1, 0, "targets.json"));
  }

  @Test
  void givenExpiredDelegatedRole_whenLookingUp_thenRefusesAsFreeze() {
    repository.lifetime("product.app", Duration.ZERO);
    repository.putTarget("product.app", MANIFEST, CONTENT).publish(NOW);

    assertThat(refusal(lookup(MANIFEST)))
        .isEqualTo(new Refusal.Expired("product.app.json", "5.6.5", NOW, NOW));
  }

  @Test
  void givenMissingDelegatedRole_whenLookingUp_thenRefuses() {
    repository.putTarget("product.app", MANIFEST, CONTENT).publish(NOW);
    repository.remove("metadata/1.product.app.json");

    assertThat(refusal(lookup(MANIFEST)))
        .isEqualTo(new Refusal.Missing("product.app.json", "5.6.1"));
  }

  @Test
  void givenTimestampThatExpiredSince_whenLookingUp_thenRefusesAsFreeze() {
    repository.lifetime(Roles.TIMESTAMP, Duration.ofHours(24));
    repository.putTarget("product.app", MANIFEST, CONTENT).publish(NOW);
    var trusted = client.refreshed(anchor, NOW);

    var step = client.lookup(trusted, MANIFEST, NOW.plus(Duration.ofHours(24)));

    assertThat(refusal(step)).isInstanceOf(Refusal.Expired.class);
  }

  @Test
  void givenRootOnly_whenLookingUp_thenRefuses() {
    assertThat(refusal(client.lookup(anchor, MANIFEST, NOW))).isInstanceOf(Refusal.Missing.class);
  }

  @Test
  void givenTwoRolesForAPath_whenTheFirstIsNotTerminating_thenSearchGoesOn() {
    repository.delegate("a", false, List.of("products/*/*/*"));
    repository.putTarget("product.app", MANIFEST, CONTENT).publish(NOW);

    assertThat(found(lookup(MANIFEST)).role()).isEqualTo("product.app");
  }

  @Test
  void givenTwoRolesForAPath_whenTheFirstIsTerminating_thenSearchEndsThere() {
    repository.delegate("a", true, List.of("products/*/*/*"));
    repository.putTarget("product.app", MANIFEST, CONTENT).publish(NOW);

    assertThat(lookup(MANIFEST)).isInstanceOf(LookupStep.NotFound.class);
  }

  @Test
  void givenNestedDelegations_whenLookingUp_thenSearchesDepthFirst() {
    publishTree(Map.of("a", List.of("c"), "b", List.of(), "c", List.of()), List.of("a", "b"));

    var step = lookup("x");

    assertThat(step).isInstanceOf(LookupStep.NotFound.class);
    assertThat(client.fetched())
        .containsSubsequence("metadata/1.a.json", "metadata/1.c.json", "metadata/1.b.json");
  }

  @Test
  void givenCycleOfDelegations_whenLookingUp_thenVisitsEachRoleOnce() {
    publishTree(Map.of("a", List.of("b"), "b", List.of("a")), List.of("a"));

    var step = lookup("x");

    assertThat(step).isInstanceOf(LookupStep.NotFound.class);
    assertThat(client.fetched())
        .filteredOn(path -> path.endsWith(".a.json") || path.endsWith(".b.json"))
        .containsExactly("metadata/1.a.json", "metadata/1.b.json");
  }

  @Test
  void givenMoreDelegationsThanAllowed_whenLookingUp_thenStopsAtTheLimit() {
    Map<String, List<String>> chain = new LinkedHashMap<>();
    for (int i = 0; i < 40; i++) {
      chain.put("r" + i, List.of("r" + (i + 1)));
    }
    chain.put("r40", List.of());
    publishTree(chain, List.of("r0"));

    assertThat(lookup("x")).isInstanceOf(LookupStep.NotFound.class);
    assertThat(client.fetched())
        .contains("metadata/1.r31.json")
        .doesNotContain("metadata/1.r32.json");
  }

  @Test
  void givenRoleThatTheSnapshotDoesNotList_whenLookingUp_thenRefuses() {
    publishTree(Map.of("a", List.of("ghost")), List.of("a"));

    assertThat(refusal(lookup("x"))).isEqualTo(new Refusal.NotListed("ghost.json", "5.6.1"));
  }

  private List<String> fetchedAfterRestart(Map<String, byte[]> files) {
    var restored = TrustedMetadata.restore(repository.rootBytes(), files).orElseThrow();
    var second = new FakeClient(repository.files());
    assertThat(second.lookup(restored, MANIFEST, NOW)).isInstanceOf(LookupStep.Found.class);
    return second.fetched();
  }

  /// Roles that all hand every path to others; no role has a target.
  private void publishTree(Map<String, List<String>> children, List<String> top) {
    top.forEach(role -> repository.delegate(role, false, List.of("*")));
    children.keySet().stream()
        .filter(role -> !top.contains(role))
        .forEach(role -> repository.delegate(role, false, List.of("unused/" + role)));
    repository.publish(NOW);
    children.forEach(
        (role, delegates) ->
            repository.putObject(
                "metadata/1." + role + ".json",
                FakeKey.signAll(delegating(delegates), FakeKey.of(role))));
  }

  private static Targets delegating(List<String> delegates) {
    Map<String, PublicKey> keys = new LinkedHashMap<>();
    delegates.forEach(role -> keys.put(FakeKey.of(role).id(), FakeKey.of(role).publicKey()));
    List<DelegatedRole> roles =
        delegates.stream()
            .map(
                role ->
                    new DelegatedRole(
                        role,
                        new RoleKeys(List.of(FakeKey.of(role).id()), 1),
                        false,
                        new PathSelection.Patterns(List.of("*")),
                        JsonObject.empty()))
            .toList();
    return new Targets(
        Header.of(1, NOW.plus(Duration.ofDays(1))),
        Map.of(),
        new Delegations(keys, roles, JsonObject.empty()),
        JsonObject.empty());
  }

  private LookupStep lookup(String path) {
    return client.lookup(client.refreshed(anchor, NOW), path, NOW);
  }

  private static TrustedTarget found(LookupStep step) {
    assertThat(step).isInstanceOf(LookupStep.Found.class);
    return ((LookupStep.Found) step).target();
  }

  private static Refusal refusal(LookupStep step) {
    assertThat(step).isInstanceOf(LookupStep.Refused.class);
    return ((LookupStep.Refused) step).refusal();
  }

  private static Refusal refusal(TargetVerification verification) {
    assertThat(verification).isInstanceOf(TargetVerification.Refused.class);
    return ((TargetVerification.Refused) verification).refusal();
  }
}
