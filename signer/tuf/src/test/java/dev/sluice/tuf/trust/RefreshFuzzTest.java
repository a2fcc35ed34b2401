package dev.sluice.tuf.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sluice.tuf.fake.FakeClient;
import dev.sluice.tuf.fake.FakeRepository;
import dev.sluice.tuf.json.CanonicalJson;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.StrictJson;
import dev.sluice.tuf.metadata.Delegations;
import dev.sluice.tuf.metadata.RoleMetadata;
import dev.sluice.tuf.metadata.Root;
import dev.sluice.tuf.metadata.Snapshot;
import dev.sluice.tuf.metadata.Targets;
import dev.sluice.tuf.metadata.Timestamp;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Mutated files under fixed seeds: only documented refusals come out of the decoders and the
/// rules.
class RefreshFuzzTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final JsonLimits LIMITS = JsonLimits.ofLength(1_000_000);
  private static final int ROUNDS = 1_000;
  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\ud800",
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e9",
          "9223372036854775808",
          "\"version\":1,",
          "\u0000",
          "\ufeff",
          "{}",
          "[]",
          "\"\"");

  private final FakeRepository repository =
      new FakeRepository(NOW)
          .putTarget("product.app", "products/app/1/release.json", new byte[] {1})
          .publish(NOW);

  @Test
  void givenMutatedFiles_whenRefreshing_thenOnlyRefusalsComeOut() {
    var anchor = TrustedMetadata.bootstrap(repository.rootBytes()).orElseThrow();
    List<String> paths =
        repository.files().keySet().stream().filter(path -> path.startsWith("metadata/")).toList();
    for (int seed = 0; seed < ROUNDS / 4; seed++) {
      var random = new Random(seed);
      Map<String, byte[]> files = new HashMap<>(repository.files());
      String path = paths.get(random.nextInt(paths.size()));
      files.put(path, mutate(repository.file(path), random));

      try {
        var refresh = new FakeClient(files).refresh(anchor, NOW);

        assertThat(refresh.step())
            .isInstanceOfAny(RefreshStep.Done.class, RefreshStep.Refused.class);
      } catch (RuntimeException e) {
        fail("seed " + seed + ", " + path, e);
      }
    }
  }

  @Test
  void givenMutatedDocuments_whenDecoding_thenEncodingGivesTheSameCanonicalBytes() {
    Map<String, RoleMetadata.Decoder<?>> decoders =
        Map.of(
            "metadata/1.root.json", Root::decode,
            "metadata/timestamp.json", Timestamp::decode,
            "metadata/2.snapshot.json", Snapshot::decode,
            "metadata/2.targets.json", Targets::decode);
    decoders.forEach(
        (path, decoder) -> {
          for (int seed = 0; seed < ROUNDS; seed++) {
            byte[] mutated = mutate(repository.file(path), new Random(seed));
            try {
              var signed = StrictJson.parseObject(mutated, LIMITS).requireObject("signed");
              byte[] encoded = CanonicalJson.encode(decoder.decode(signed).toJson());

              assertThat(encoded).isEqualTo(CanonicalJson.encode(signed));
            } catch (MalformedJsonException e) {
              assertThat(e.getMessage()).contains(": expected ");
            } catch (RuntimeException | AssertionError e) {
              fail("seed " + seed + ", " + path, e);
            }
          }
        });
  }

  @Test
  void givenNoDelegations_whenEncoding_thenThereIsNoMember() {
    assertThat(Delegations.NONE.roles()).isEmpty();
    assertThat(new String(repository.file("metadata/1.product.app.json"), StandardCharsets.UTF_8))
        .doesNotContain("delegations");
  }

  private static byte[] mutate(byte[] original, RandomGenerator random) {
    String text = new String(original, StandardCharsets.UTF_8);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int start = random.nextInt(text.length());
      int end = Math.min(text.length(), start + random.nextInt(1, 30));
      String token = TOKENS.get(random.nextInt(TOKENS.size()));
      text =
          switch (random.nextInt(5)) {
            case 0 -> text.substring(0, start) + text.substring(end) + " ";
            case 1 -> text.substring(0, start) + token + text.substring(start);
            case 2 -> text.substring(0, start) + token + text.substring(end) + " ";
            case 3 -> text.substring(0, end) + text.substring(start);
            default ->
                text.substring(0, start) + (char) random.nextInt(0x250) + text.substring(end);
          };
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }
}
