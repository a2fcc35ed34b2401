package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.stack.demo.DemoPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Releases of any files, one after the other: texts of a few kilobytes, and such as have nothing
/// in common with the one before.
class AnyFilesIT {
  private static final int DEVICES = 3;
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ProductName PRODUCT = new ProductName("demo");

  @Test
  void givenSmallOnesAndUnrelatedOnes_whenReleased_thenEveryDeviceTakesThePatchThatIsWorthIt(
      @TempDir Path directory) throws Exception {
    Path text = TestFiles.text(directory.resolve("older.conf"), "version one");
    Path edited = TestFiles.text(directory.resolve("newer.conf"), "version two, a little longer");
    Path random = TestFiles.random(directory.resolve("older.bin"), 1, 600_000);
    Path other = TestFiles.random(directory.resolve("newer.bin"), 2, 900_000);
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline =
            Pipeline.start(data, PipelineOptions.ephemeral(TestPolicies.TWO_RINGS));
        Fleet fleet = Fleet.start(pipeline, PRODUCT, DEVICES, DemoPolicy::ringOf, "")) {
      String first = release(pipeline, fleet, "1", text);
      assertThat(bases(pipeline, "1")).containsExactly("none");

      String _ = release(pipeline, fleet, "2", edited);
      assertThat(bases(pipeline, "2")).containsExactlyInAnyOrder("none", first);

      // What cannot be made smaller is offered as it is.
      String _ = release(pipeline, fleet, "3", random);
      String _ = release(pipeline, fleet, "4", other);
      assertThat(bases(pipeline, "4")).isEmpty();
      awaitDistribution(pipeline);
    }
  }

  /// Nodes and devices have told where all of that came from.
  private static void awaitDistribution(Pipeline pipeline) {
    try (var api = TestRollouts.api(pipeline)) {
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                JsonNode told = api.get("/api/v1/fleet/distribution?hours=1");
                assertThat(told.path("nodes").findValuesAsText("name"))
                    .containsExactly("edge-1", "edge-2-1", "edge-2-2");
                assertThat(told.path("nodes").findValuesAsText("upstream"))
                    .containsExactly("origin", "edge-1", "edge-1");
                assertThat(told.path("nodes").findValuesAsText("tier"))
                    .containsExactly("1", "2", "2");
                JsonNode total = told.path("total");
                assertThat(total.path("sources").findValuesAsText("source"))
                    .containsExactly("origin", "tier-1", "tier-2");
                assertThat(total.at("/sources/0/bytes").asLong()).isGreaterThan(1_500_000);
                assertThat(total.at("/saved/downloads").asLong()).isEqualTo(4 * DEVICES);
                assertThat(total.at("/saved/savedBytes").asLong()).isPositive();
              });
    }
  }

  /// Releases a file, and waits until every device has it.
  ///
  /// @return its digest
  private static String release(Pipeline pipeline, Fleet fleet, String version, Path file)
      throws Exception {
    var published = TestRollouts.publish(pipeline, PRODUCT, file, version, LIMIT);
    TestRollouts.awaitCompleted(pipeline, published.rollout(), LIMIT);
    assertThat(fleet.awaitInstalled(published.digest(), LIMIT)).isEqualTo(DEVICES);
    assertThat(fleet.installFiles())
        .allSatisfy(installed -> assertThat(Files.mismatch(installed, file)).isEqualTo(-1));
    // The inventory decides which patches are built for the next one.
    assertThat(fleet.awaitInventory(published.counter(), LIMIT)).isTrue();
    return published.digest().hex();
  }

  private static List<String> bases(Pipeline pipeline, String version) throws Exception {
    var id = new ReleaseId(PRODUCT, new Version(version));
    JsonNode patches = pipeline.client().release(id).orElseThrow().path("patches");
    return patches.valueStream().map(patch -> patch.path("base").asText()).toList();
  }
}
