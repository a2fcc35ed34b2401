package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.stack.demo.Demo;
import dev.sluice.stack.demo.DemoInput;
import dev.sluice.stack.demo.DemoPolicy;
import dev.sluice.stack.demo.DemoReport;
import dev.sluice.stack.demo.DemoReport.PatchReport;
import dev.sluice.stack.demo.Displays;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnyFilesIT {
  private static final int DEVICES = 3;

  @Test
  void givenTwoTextFilesOfAFewKilobytes_whenDemonstrated_thenEveryDeviceEndsOnTheSecond(
      @TempDir Path directory) throws Exception {
    Path older = TestFiles.text(directory.resolve("older.conf"), "version one");
    Path newer = TestFiles.text(directory.resolve("newer.conf"), "version two, a little longer");

    DemoReport report = demonstrate(directory, older, newer);

    assertThat(report.devices().installed()).isEqualTo(DEVICES);
    assertThat(report.releases().getLast().patchBytes()).isNotNull();
    assertThat(report.releases().getLast().patches())
        .extracting(PatchReport::kind)
        .containsExactly("full", "base");
  }

  @Test
  void givenTwoUnrelatedFiles_whenDemonstrated_thenDevicesTakeTheFullArtifact(
      @TempDir Path directory) throws Exception {
    Path older = TestFiles.random(directory.resolve("older.bin"), 1, 1_500_000);
    Path newer = TestFiles.random(directory.resolve("newer.bin"), 2, 2_500_000);

    DemoReport report = demonstrate(directory, older, newer);

    assertThat(report.devices().installed()).isEqualTo(DEVICES);
    assertThat(report.releases().getLast().patchBytes()).isNull();
    assertThat(report.releases().getLast().patches()).isEmpty();
  }

  private static DemoReport demonstrate(Path directory, Path older, Path newer) throws Exception {
    DemoInput input = DemoInput.files(older, newer);
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline = Pipeline.start(data, PipelineOptions.ephemeral(DemoPolicy.yaml()));
        Fleet fleet = Fleet.start(pipeline, input.product(), DEVICES, DemoPolicy::ringOf)) {
      return new Demo(pipeline, fleet, input, Displays.of(true)).run(Instant.now());
    }
  }
}
