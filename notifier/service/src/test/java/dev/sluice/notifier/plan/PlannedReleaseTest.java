package dev.sluice.notifier.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.console.release.ReleaseTable;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.release.ArtifactEvent;
import dev.sluice.events.release.ArtifactPublished;
import dev.sluice.events.release.DeltasBuilt;
import dev.sluice.events.release.StartRequest;
import dev.sluice.release.DeltaBase;
import dev.sluice.release.DeltaDescriptor;
import dev.sluice.release.Manifest;
import dev.sluice.release.ReleaseId;
import dev.sluice.rollout.plan.ReleaseSizes;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.metadata.TargetFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannedReleaseTest {
  private static final ReleaseId RELEASE = ReleaseId.parse("demo/1.2");
  private static final TargetFile KERNEL = artifact("kernel.bin", 8_000_000);
  private static final TargetFile SYSTEM = artifact("system.img", 90_000_000);
  private static final Digest OLD_KERNEL = digest("old kernel");
  private static final Digest OLD_SYSTEM = digest("old system");

  private final ReleaseTable table = new ReleaseTable();

  @Test
  void givenTwoArtifacts_whenPlanned_thenTheLargestInFullAndThePatchesOfBoth() {
    see(built(SYSTEM, OLD_SYSTEM, 60_000_000, 4_000_000));
    assertThat(table.find(RELEASE).flatMap(PlannedRelease::of))
        .as("no order holds between the topic's keys")
        .isEmpty();
    see(published());
    see(built(KERNEL, OLD_KERNEL, 3_000_000, 200_000));

    PlannedRelease planned = PlannedRelease.of(table.find(RELEASE).orElseThrow()).orElseThrow();

    assertThat(planned.release().counter()).isEqualTo(2);
    assertThat(planned.isComplete()).isFalse();
    assertThat(planned.sizes())
        .isEqualTo(
            new ReleaseSizes(60_000_000, Map.of(OLD_SYSTEM, 4_000_000L, OLD_KERNEL, 200_000L)));
  }

  @Test
  void givenNoPatches_whenPlanned_thenTheLargestArtifactAsItIs() {
    see(published());

    assertThat(PlannedRelease.of(table.find(RELEASE).orElseThrow()))
        .map(PlannedRelease::sizes)
        .contains(new ReleaseSizes(90_000_000, Map.of()));
  }

  private void see(ArtifactEvent event) {
    table.see(new StampedEvent<>("id", "test", Instant.EPOCH, event));
  }

  private static ArtifactPublished published() {
    var manifest =
        new TargetFile(Manifest.path(RELEASE), 900, digest("manifest"), JsonObject.empty());
    return new ArtifactPublished(
        RELEASE, 2, 0, manifest, List.of(KERNEL, SYSTEM), StartRequest.AS_POLICY, 0);
  }

  private static DeltasBuilt built(
      TargetFile result, Digest base, long compressedBytes, long patchBytes) {
    return new DeltasBuilt(
        RELEASE,
        2,
        result.sha256(),
        List.of(
            descriptor(result, new DeltaBase.None()),
            descriptor(result, new DeltaBase.Existing(base, 1))),
        List.of(compressedBytes, patchBytes),
        false);
  }

  private static TargetFile descriptor(TargetFile result, DeltaBase base) {
    return new TargetFile(
        DeltaDescriptor.path(RELEASE.product(), result.sha256(), base),
        300,
        digest(base.text()),
        JsonObject.empty());
  }

  private static TargetFile artifact(String name, long lengthBytes) {
    String manifest = Manifest.path(RELEASE);
    return new TargetFile(
        manifest.substring(0, manifest.lastIndexOf('/') + 1) + name,
        lengthBytes,
        digest(name),
        JsonObject.empty());
  }

  private static Digest digest(String text) {
    return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
