package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.sluice.stack.demo.Demo;
import dev.sluice.stack.demo.DemoInput;
import dev.sluice.stack.demo.DemoPolicy;
import dev.sluice.stack.demo.DemoReport;
import dev.sluice.stack.demo.DemoReport.ReleaseReport;
import dev.sluice.stack.demo.DemoReport.RingReport;
import dev.sluice.stack.demo.Displays;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  private record Run(DemoReport report, long countedByTier1, long countedByServer) {}

  @Test
  void givenFleetsOfFourAndEight_whenUpdated_thenOriginSendsTheSameAndEveryDeviceIsUpToDate(
      @TempDir Path small, @TempDir Path large) throws Exception {
    Path older = TestFiles.random(small.resolve("firmware-1.bin"), 1, 4_000_000);
    Path newer = TestFiles.changed(older, small.resolve("firmware-2.bin"), 2, 700_000);
    DemoInput input = DemoInput.files(older, newer);

    Run four = run(small.resolve("data"), input, 4);
    Run eight = run(large.resolve("data"), input, 8);

    assertUpToDate(four, 4);
    assertUpToDate(eight, 8);
    assertThat((double) second(eight).bytes().origin())
        .isCloseTo((double) second(four).bytes().origin(), withinPercentage(2.0));
    assertThat(second(eight).bytes().tier2()).isGreaterThan(second(four).bytes().tier2() * 3 / 2);
  }

  private static void assertUpToDate(Run run, int devices) {
    DemoReport report = run.report();
    ReleaseReport second = second(run);
    assertThat(report.devices().installed()).isEqualTo(devices);
    assertThat(report.devices().failed()).isZero();
    assertThat(report.releases()).extracting(ReleaseReport::version).containsExactly("1", "2");
    assertThat(second.rings().stream().mapToLong(RingReport::confirmed).sum()).isEqualTo(devices);
    long patchBytes = Objects.requireNonNull(second.patchBytes(), "no patch was built");
    assertThat(patchBytes).isPositive().isLessThan(second.artifactBytes() / 2);
    assertThat((double) second.bytes().origin())
        .isLessThanOrEqualTo(1.2 * (patchBytes + second.metadataBytes()));
    assertThat(run.countedByServer()).isEqualTo(run.countedByTier1());
  }

  private static ReleaseReport second(Run run) {
    return run.report().releases().getLast();
  }

  private static Run run(Path data, DemoInput input, int devices) throws Exception {
    try (DataDirectory directory = DataDirectory.open(data);
        Pipeline pipeline =
            Pipeline.start(directory, PipelineOptions.ephemeral(DemoPolicy.yaml()));
        Fleet fleet = Fleet.start(pipeline, input.product(), devices, DemoPolicy::ringOf, "")) {
      DemoReport report = new Demo(pipeline, fleet, input, Displays.of(true)).run(Instant.now());
      return new Run(report, pipeline.egress().origin(), pipeline.objects().edgeBytes());
    }
  }
}
