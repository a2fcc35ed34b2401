package dev.sluice.tuf.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.tuf.fake.FakeClient;
import dev.sluice.tuf.fake.FakeRepository;
import dev.sluice.tuf.metadata.Roles;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Our own files go through the same door as downloaded ones.
class RestoreTest {
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private final FakeRepository repository = new FakeRepository(NOW);
  private final FakeClient client = new FakeClient(repository.files());
  private final byte[] anchor = repository.rootBytes();

  @Test
  void givenPersistedFiles_whenRestoring_thenTrustsTheSame() {
    var files = refreshedFiles();

    var restored = TrustedMetadata.restore(anchor, files).orElseThrow();

    assertThat(restored.files()).containsExactlyEntriesOf(files);
  }

  @Test
  void givenNewerPersistedRoot_whenRestoring_thenGoesOnFromIt() {
    repository.rotateKey(Roles.ROOT, "root-b", NOW);
    var files = refreshedFiles();

    var restored = TrustedMetadata.restore(anchor, files).orElseThrow();

    assertThat(restored.root().version()).isEqualTo(2);
  }

  @Test
  void givenNewerAnchorThanPersistedRoot_whenRestoring_thenStartsFromTheAnchor() {
    var files = refreshedFiles();
    repository.rotateKey(Roles.TIMESTAMP, "timestamp-b", NOW);

    var restored = TrustedMetadata.restore(repository.rootBytes(), files).orElseThrow();

    assertThat(restored.root().version()).isEqualTo(2);
    assertThat(restored.findTimestamp()).isEmpty();
  }

  @Test
  void givenDamagedPersistedFile_whenRestoring_thenFetchesJustThat() {
    refreshedFiles()
        .forEach(
            (name, bytes) -> {
              Map<String, byte[]> files = new HashMap<>(refreshedFiles());
              byte[] damaged = bytes.clone();
              damaged[damaged.length / 2] ^= 1;
              files.put(name, damaged);

              var restored = TrustedMetadata.restore(anchor, files).orElseThrow();

              assertThat(restored.files().getOrDefault(name, anchor)).isNotEqualTo(damaged);
              assertThat(client.refreshed(restored, NOW).files()).containsOnlyKeys(files.keySet());
            });
  }

  @Test
  void givenExpiredPersistedTimestamp_whenRestoring_thenStillGuardsAgainstRollback() {
    byte[] old = repository.file("metadata/timestamp.json");
    repository.lifetime(Roles.TIMESTAMP, Duration.ofMinutes(1)).publishTimestamp(NOW);
    var restored = TrustedMetadata.restore(anchor, refreshedFiles()).orElseThrow();
    repository.putObject("metadata/timestamp.json", old);

    var refresh = client.refresh(restored, NOW.plus(Duration.ofHours(1)));

    assertThat(refresh.step())
        .isEqualTo(
            new RefreshStep.Refused(
                new Refusal.Rollback("timestamp.json", "5.4.3.1", "itself", 2, 1)));
  }

  @Test
  void givenDamagedAnchor_whenBootstrapping_thenRefuses() {
    byte[] damaged = anchor.clone();
    damaged[damaged.length / 2] ^= 1;

    assertThat(TrustedMetadata.bootstrap(damaged)).isInstanceOf(Bootstrap.Refused.class);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TrustedMetadata.bootstrap("{}".getBytes(StandardCharsets.UTF_8)).orElseThrow())
        .withMessageContaining("root.json: expected an array as signatures");
  }

  private Map<String, byte[]> refreshedFiles() {
    return client.refreshed(TrustedMetadata.bootstrap(anchor).orElseThrow(), NOW).files();
  }
}
