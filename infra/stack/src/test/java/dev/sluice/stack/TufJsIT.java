package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.release.ProductName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TufJsIT {
  private static final Path CLIENT = Path.of("src/test/tuf-js").toAbsolutePath();
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final ProductName PRODUCT = new ProductName("demo");

  @Test
  void givenRunningPipeline_whenAnotherProjectsClientAsksAnEdgeNode_thenItGetsTheVerifiedRelease(
      @TempDir Path directory) throws Exception {
    assumeTrue(
        isNodeThere() && Files.isDirectory(CLIENT.resolve("node_modules/tuf-js")),
        "needs node on the PATH and 'npm ci' run in " + CLIENT);
    Path first = TestFiles.random(directory.resolve("firmware-1.bin"), 1, 2_500_000);
    Path second = TestFiles.changed(first, directory.resolve("firmware-2.bin"), 2, 10_000);

    try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline = Pipeline.start(data, PipelineOptions.ephemeral(TestPolicies.MANUAL))) {
      var _ = TestRollouts.publish(pipeline, PRODUCT, first, "1", LIMIT);
      var _ = TestRollouts.publish(pipeline, PRODUCT, second, "2", LIMIT);
      Path root = Files.write(directory.resolve("root.json"), pipeline.trustAnchor());
      String said =
          run(
              List.of(
                  "node",
                  CLIENT.resolve("download.mjs").toString(),
                  pipeline.tier2().getFirst().httpUri().toString(),
                  root.toString(),
                  directory.resolve("tuf-js").toString(),
                  "products/demo/2/release.json",
                  "products/demo/2/firmware-2.bin"));

      assertThat(said).contains("products/demo/2/release.json", "\"length\":2500000");
      assertThat(downloaded(directory)).hasBinaryContent(Files.readAllBytes(second));
    }
  }

  private static Path downloaded(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("tuf-js/targets"))) {
      return files.filter(f -> f.toString().endsWith("firmware-2.bin")).findFirst().orElseThrow();
    }
  }

  private static boolean isNodeThere() throws InterruptedException {
    try {
      return new ProcessBuilder("node", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
