package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Kills the program `sluice-agent` while it applies a patch that it fetches from its edge node.
@Tag("long")
class KilledAgentIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ProductName PRODUCT = new ProductName("demo");
  private static final long PART_BYTES = 1 << 20;

  /// So many insertions that the patch has several sections: more than the edits of two.
  private static final int INSERTIONS = 110_000;

  private static final int BYTES_BETWEEN = 100;
  private static final int APPENDED_BYTES = 3_000_000;

  @Test
  @Timeout(value = 8, unit = TimeUnit.MINUTES)
  void givenAgentKilledWhileItAppliesAPatch_whenStartedAgain_thenGoesOnFromItsCheckpoint(
      @TempDir Path directory) throws Exception {
    Path older = TestFiles.random(directory.resolve("older.bin"), 1, INSERTIONS * BYTES_BETWEEN);
    Path newer = spread(older, directory.resolve("newer.bin"));
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline = Pipeline.start(data, PipelineOptions.ephemeral(TestPolicies.MANUAL));
        HoldingProxy proxy = new HoldingProxy(pipeline.tier2().getFirst().httpUri())) {
      LoneDevice device = LoneDevice.running(pipeline, PRODUCT, older, LIMIT);
      var _ = TestRollouts.publish(pipeline, PRODUCT, newer, "2", LIMIT);
      TestRollouts.start(pipeline, new RolloutId(PRODUCT, 2));

      // The second part of the patch is asked for once the first one is applied as far as it goes.
      proxy.hold(request -> request.path().startsWith("/patches/") && request.start() > 0);
      Process killed = device.startAgent(proxy.uri(), directory.resolve("killed.log"));
      proxy.awaitHeld(LIMIT);
      killed.destroyForcibly().onExit().join();
      List<HoldingProxy.Request> before = proxy.patchRequests();
      proxy.release();
      Process again = device.startAgent(proxy.uri(), directory.resolve("again.log"));
      TestRollouts.awaitCompleted(pipeline, new RolloutId(PRODUCT, 2), LIMIT);
      LoneDevice.stopAgent(again, LIMIT);

      assertThat(Files.mismatch(device.installedFile(), newer)).isEqualTo(-1);
      List<HoldingProxy.Request> all = proxy.patchRequests();
      assertThat(before).extracting(HoldingProxy.Request::start).containsExactly(0L, PART_BYTES);
      assertThat(all.subList(before.size(), all.size()))
          .extracting(HoldingProxy.Request::start)
          .containsExactly(PART_BYTES, 2 * PART_BYTES);
      assertResumed(Files.readString(directory.resolve("again.log")), Files.size(newer));
    }
  }

  private static void assertResumed(String log, long resultBytes) {
    long resumedAt = number(log, "resuming patch .* resultBytes=\"(\\d+)\"");
    long made = number(log, "applied patch .* madeBytes=\"(\\d+)\"");
    assertThat(resumedAt).isPositive();
    assertThat(made).isEqualTo(resultBytes - resumedAt);
  }

  private static long number(String log, String line) {
    Matcher matcher = Pattern.compile(line).matcher(log);
    assertThat(matcher.find()).as(log).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  /// A file with a byte more after every few, and something new at its end.
  private static Path spread(Path original, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(original);
    var random = new Random(2);
    var spread = new ByteArrayOutputStream();
    for (int i = 0; i < INSERTIONS; i++) {
      spread.write(bytes, i * BYTES_BETWEEN, BYTES_BETWEEN);
      spread.write(random.nextInt());
    }
    byte[] appended = new byte[APPENDED_BYTES];
    random.nextBytes(appended);
    spread.writeBytes(appended);
    return Files.write(file, spread.toByteArray());
  }
}
