package dev.sluice.tuf.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.Mutations;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.fake.FakeClient;
import dev.sluice.tuf.fake.FakeRepository;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Files that were damaged on their way: only documented refusals come out of the rules.
class DamagedFilesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private final FakeRepository repository =
      new FakeRepository(NOW)
          .putTarget("product.app", "products/app/1/release.json", new byte[] {1})
          .publish(NOW);

  @Test
  void givenDamagedFile_whenRefreshing_thenEndsInARefusalOrInTheSignedDocuments() {
    var anchor = TrustedMetadata.bootstrap(repository.rootBytes()).orElseThrow();
    var sound = new FakeClient(repository.files()).refreshed(anchor, NOW);
    List<String> paths =
        repository.files().keySet().stream().filter(path -> path.startsWith("metadata/")).toList();
    Property.check(
        "a refresh of damaged files ends as documented",
        250,
        seed -> {
          Map<String, byte[]> files = new HashMap<>(repository.files());
          String path = seed.pick(paths);
          files.put(path, Mutations.mutate(seed, repository.file(path)));

          var step = new FakeClient(files).refresh(anchor, NOW).step();

          switch (step) {
            case RefreshStep.Done(var trusted) ->
                assertThat(trusted.findTargets()).isEqualTo(sound.findTargets());
            case RefreshStep.Refused(var refusal) -> assertThat(refusal.message()).isNotBlank();
            case Fetch fetch ->
                throw new AssertionError("a client fetches until the end: " + fetch);
          }
        });
  }
}
