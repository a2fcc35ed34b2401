package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.edge.EdgeNode;
import dev.sluice.edge.config.CacheSection;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.HttpSection;
import dev.sluice.edge.config.MqttSection;
import dev.sluice.edge.hub.LinkConfig;
import dev.sluice.edge.upstream.NextTier;
import dev.sluice.edge.upstream.UpstreamConfig;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.program.Surroundings;
import dev.sluice.program.config.ByteSize;
import dev.sluice.release.ProductName;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node behind a captive portal, which answers 200 with a web page whatever it is asked for.
class PortalIT {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final ProductName PRODUCT = new ProductName("demo");
  private static final int ARTIFACT_BYTES = 1_500_000;
  private static final int NOBODY_PORT = 1;

  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void givenPortalThatAnswersEverythingWithAWebPage_whenItGoesAway_thenTheDeviceUpdates(
      @TempDir Path directory) throws Exception {
    Path older = TestFiles.random(directory.resolve("older.bin"), 1, ARTIFACT_BYTES);
    Path newer = TestFiles.changed(older, directory.resolve("newer.bin"), 2, 1000);
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline = Pipeline.start(data, PipelineOptions.ephemeral(TestPolicies.MANUAL));
        HoldingProxy portal = new HoldingProxy(pipeline.tier2().getFirst().httpUri());
        EdgeNode site = site(directory.resolve("site"), portal.uri())) {
      LoneDevice device = LoneDevice.running(pipeline, PRODUCT, older, LIMIT);
      var _ = TestRollouts.publish(pipeline, PRODUCT, newer, "2", LIMIT);
      TestRollouts.start(pipeline, new RolloutId(PRODUCT, 2));
      portal.setPortal(true);
      Process agent = device.startAgent(site.httpUri(), directory.resolve("agent.log"));
      // The device asks for the next root first: a page that was kept in its place would stay.
      await("a question for the next root")
          .atMost(LIMIT)
          .until(() -> portal.paths().contains("/metadata/2.root.json"));

      portal.setPortal(false);

      TestRollouts.awaitCompleted(pipeline, new RolloutId(PRODUCT, 2), LIMIT);
      LoneDevice.stopAgent(agent, LIMIT);
      assertThat(Files.mismatch(device.installedFile(), newer)).isEqualTo(-1);
      assertThat(portal.paths()).contains("/metadata/timestamp.json");
    }
  }

  /// A node of the site, which serves objects only: its device has the broker of the tier above.
  private static EdgeNode site(Path directory, URI upstream) {
    var config =
        new EdgeConfig(
            "site",
            directory,
            new HttpSection(EdgeConfig.LOOPBACK, 0),
            new MqttSection(EdgeConfig.LOOPBACK, 0, directory.resolve("principals.jsonl")),
            new CacheSection(new ByteSize(64 << 20)),
            UpstreamConfig.of(new NextTier(upstream)),
            new LinkConfig(EdgeConfig.LOOPBACK, NOBODY_PORT, "site", "secret"));
    return EdgeNode.start(config, Surroundings.quiet());
  }
}
