package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.rollout.RingProgress;
import dev.sluice.events.rollout.RolloutSnapshot;
import dev.sluice.release.ProductName;
import dev.sluice.stack.TestRollouts.Published;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two products on one pipeline, each with devices of its own, and one that nobody runs.
class TwoProductsIT {
  private static final int DEVICES = 6;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /// As Debian writes versions; its signs stand in every path, from the upload to the device.
  private static final String DEBIAN = "1:1.2.3~rc1-2";

  private static final ProductName CAMERA = new ProductName("camera");
  private static final ProductName GATEWAY = new ProductName("gateway");
  private static final ProductName PRINTER = new ProductName("printer");

  @Test
  void givenFleetsOfTwoProducts_whenEachIsReleased_thenEachRolloutCountsItsOwnDevicesAndEnds(
      @TempDir Path directory) throws Exception {
    Path film = TestFiles.random(directory.resolve("camera_1.2.3~rc1-2.deb"), 1, 200_000);
    Path route = TestFiles.random(directory.resolve("gateway.bin"), 2, 200_000);
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline =
            Pipeline.start(data, PipelineOptions.ephemeral(TestPolicies.TWO_RINGS));
        Fleet fleet =
            Fleet.start(pipeline, List.of(CAMERA, GATEWAY), DEVICES, (i, _) -> ringOf(i), "")) {
      Published camera = TestRollouts.publish(pipeline, CAMERA, film, DEBIAN, LIMIT);
      Published gateway = TestRollouts.publish(pipeline, GATEWAY, route, "1", LIMIT);
      Published printer = TestRollouts.publish(pipeline, PRINTER, film, "1", LIMIT);
      for (Published published : List.of(camera, gateway, printer)) {
        TestRollouts.awaitCompleted(pipeline, published.rollout(), LIMIT);
      }

      assertThat(confirmed(pipeline, camera)).isEqualTo(DEVICES / 2);
      assertThat(confirmed(pipeline, gateway)).isEqualTo(DEVICES / 2);
      assertThat(fleet.installFilesOf(CAMERA))
          .hasSize(DEVICES / 2)
          .allSatisfy(file -> assertThat(Files.mismatch(file, film)).isEqualTo(-1));
      assertThat(fleet.installFilesOf(GATEWAY))
          .hasSize(DEVICES / 2)
          .allSatisfy(file -> assertThat(Files.mismatch(file, route)).isEqualTo(-1));
      RolloutSnapshot nobody = pipeline.client().rollout(printer.rollout()).orElseThrow();
      assertThat(nobody.reason()).isEqualTo("no device runs printer");
      assertThat(nobody.rings()).allSatisfy(ring -> assertThat(ring.devices()).isZero());
    }
  }

  /// The first two are canaries, one of each product.
  private static String ringOf(int device) {
    return device < 2 ? "canary" : "other";
  }

  private static long confirmed(Pipeline pipeline, Published published) throws Exception {
    return pipeline.client().rollout(published.rollout()).orElseThrow().rings().stream()
        .mapToLong(RingProgress::confirmed)
        .sum();
  }
}
