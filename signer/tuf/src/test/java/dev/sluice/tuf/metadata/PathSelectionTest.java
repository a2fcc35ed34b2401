package dev.sluice.tuf.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.testkit.Property;
import dev.sluice.tuf.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which role a path belongs to (TUF 1.0.34 section 4.5: `path_hash_prefixes`, `succinct_roles`). A
/// client that computed another bin than the signer would not find the target, or ask a role that
/// has no say.
class PathSelectionTest {
  private static final RoleKeys KEYS = new RoleKeys(List.of("k"), 1);

  /// The SHA-256 of the path begins with 0e5be0cd, of the other with 6a3eea8a (`sha256sum`).
  @ParameterizedTest
  @CsvSource({
    "1, products/gateway/1.0/release.json, bin-0",
    "3, products/gateway/1.0/release.json, bin-0",
    "4, products/gateway/1.0/release.json, bin-0",
    "5, products/gateway/1.0/release.json, bin-01",
    "8, products/gateway/1.0/release.json, bin-0e",
    "9, products/gateway/1.0/release.json, bin-01c",
    "10, products/gateway/1.0/release.json, bin-039",
    "14, products/gateway/1.0/release.json, bin-0396",
    "16, products/gateway/1.0/release.json, bin-0e5b",
    "32, products/gateway/1.0/release.json, bin-0e5be0cd",
    "1, rings/gateway/rings.json, bin-0",
    "2, rings/gateway/rings.json, bin-1",
    "8, rings/gateway/rings.json, bin-6a",
    "32, rings/gateway/rings.json, bin-6a3eea8a",
    "1, a, bin-1",
    "14, a, bin-32a5",
    "32, a, bin-ca978112",
    "32, é, bin-4a99557e",
  })
  void givenSuccinctBins_whenAskingForARole_thenTakesTheFirstBitsOfTheHash(
      int bits, String path, String role) {
    assertThat(succinct(bits).findRoleFor(path)).contains(role);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9})
  void givenSuccinctBins_whenManyPathsAreAsked_thenEveryBinIsUsedAndAllNamesAreAsLong(int bits) {
    var names = new TreeSet<String>();
    for (int i = 0; i < 30 << bits; i++) {
      names.add(succinct(bits).findRoleFor("products/p/" + i + "/x").orElseThrow());
    }

    assertThat(names).hasSize(1 << bits);
    assertThat(names).allMatch(name -> name.length() == names.first().length());
    assertThat(names.first()).matches("bin-0+");
    assertThat(names.last()).endsWith(Integer.toHexString((1 << bits) - 1));
  }

  /// The same bins, described in the older way: prefixes of as many digits.
  @Test
  void givenBothKindsOfBins_whenAsked_thenAgree() {
    List<DelegatedRole> classic =
        IntStream.range(0, 256)
            .mapToObj(bin -> prefixes("bin-%02x".formatted(bin), List.of("%02x".formatted(bin))))
            .toList();
    Property.check(
        "bins by prefix and succinct bins agree",
        200,
        seed -> {
          String path = seed.text(40);

          assertThat(classic.stream().map(role -> role.findRoleFor(path)).flatMap(Optional::stream))
              .containsExactly(succinct(8).findRoleFor(path).orElseThrow());
        });
  }

  @Test
  void givenPrefixesOfAnyLength_whenAsked_thenMatchTheBeginningOfTheHash() {
    var path = "products/gateway/1.0/release.json";

    assertThat(prefixes("r", List.of("0e5be0c")).findRoleFor(path)).contains("r");
    assertThat(prefixes("r", List.of("ff", "0")).findRoleFor(path)).contains("r");
    assertThat(prefixes("r", List.of("0e5be0ce", "e5", "1")).findRoleFor(path)).isEmpty();
    assertThat(prefixes("r", List.of()).findRoleFor(path)).isEmpty();
    // Another spelling of the same digits is another text: it hands nothing over.
    assertThat(prefixes("r", List.of("0E5B")).findRoleFor(path)).isEmpty();
    assertThat(prefixes("r", List.of("0e5be0cd".repeat(9))).findRoleFor(path)).isEmpty();
  }

  @Test
  void givenPatterns_whenAsked_thenOneIsEnoughAndNoneMatchesNothing() {
    assertThat(patterns(List.of("a/*", "b/*")).findRoleFor("b/x")).contains("r");
    assertThat(patterns(List.of("a/*", "b/*")).findRoleFor("c/x")).isEmpty();
    assertThat(patterns(List.of()).findRoleFor("a")).isEmpty();
  }

  @Test
  void givenBitsOutOfRange_whenMade_thenIsABug() {
    for (int bits : new int[] {-1, 0, 33, 64}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new PathSelection.SuccinctBins(bits));
    }
  }

  @Test
  void givenListThatChangesLater_whenMade_thenTheSelectionStays() {
    List<String> list = new ArrayList<>(List.of("a"));
    var selection = new PathSelection.Patterns(list);
    list.add("*");

    assertThat(selection.matches("b")).isFalse();
  }

  private static DelegatedRole succinct(int bits) {
    return role("bin", new PathSelection.SuccinctBins(bits));
  }

  private static DelegatedRole prefixes(String name, List<String> prefixes) {
    return role(name, new PathSelection.HashPrefixes(prefixes));
  }

  private static DelegatedRole patterns(List<String> patterns) {
    return role("r", new PathSelection.Patterns(patterns));
  }

  private static DelegatedRole role(String name, PathSelection paths) {
    return new DelegatedRole(name, KEYS, true, paths, JsonObject.empty());
  }
}
