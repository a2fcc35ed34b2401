package dev.sluice.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.edge.config.CacheSection;
import dev.sluice.edge.config.EdgeConfig;
import dev.sluice.edge.config.HttpSection;
import dev.sluice.edge.config.MqttSection;
import dev.sluice.edge.hub.LinkConfig;
import dev.sluice.edge.upstream.NextTier;
import dev.sluice.edge.upstream.S3Server;
import dev.sluice.edge.upstream.UpstreamConfig;
import dev.sluice.program.Surroundings;
import dev.sluice.program.config.ByteSize;
import dev.sluice.program.exit.CannotStartException;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two tiers of real nodes before a real S3 server. Their MQTT upstream is away all the time.
@Timeout(60)
class EdgeNodeTest {
  private static final long LIMIT = 64L << 20;
  private static final int NOBODY_PORT = 1;
  private static final byte[] ARTIFACT = randomBytes(2_500_000);
  private static final byte[] PATCH = randomBytes(40_000);
  private static final String ARTIFACT_PATH =
      "targets/products/p/1/" + Digest.sha256(ARTIFACT).hex() + ".app.jar";
  private static final String PATCH_PATH = "patches/" + Digest.sha256(PATCH).hex();

  @TempDir static Path directory;
  private static S3Server origin;
  private static EdgeNode tier1;
  private static EdgeNode tier2;

  @BeforeAll
  static void start() throws Exception {
    origin = new S3Server(Files.createDirectory(directory.resolve("s3")));
    origin.put(ARTIFACT_PATH, ARTIFACT);
    origin.put(PATCH_PATH, PATCH);
    tier1 =
        EdgeNode.start(
            config("tier-1", 0, UpstreamConfig.of(origin.origin())), Surroundings.quiet());
    tier2 = EdgeNode.start(config("tier-2", 0, next()), Surroundings.quiet());
  }

  @AfterAll
  static void stop() throws Exception {
    tier2.close();
    tier1.close();
    origin.close();
  }

  @Test
  void givenTwoTiers_whenASliceIsDamagedAndCheckedFor_thenItAloneIsFetchedFromTheNextTier()
      throws Exception {
    assertThat(get(ARTIFACT_PATH, "max-age=60")).isEqualTo(ARTIFACT);
    assertThat(get(ARTIFACT_PATH, "max-age=60")).isEqualTo(ARTIFACT);
    assertThat(get(PATCH_PATH, "max-age=60")).isEqualTo(PATCH);
    assertThat(via()).isEqualTo("1.1 tier-1, 1.1 tier-2");
    var first1 = tier1.summary();
    var first2 = tier2.summary();
    assertThat(first1.upstreamBytes()).isEqualTo(ARTIFACT.length + PATCH.length);
    assertThat(first1.upstreamRequests()).isEqualTo(4);
    assertThat(first2.upstreamBytes()).isEqualTo(ARTIFACT.length + PATCH.length);

    flip(tier2.findSliceFile(ARTIFACT_PATH, 1).orElseThrow());
    flip(tier2.findSliceFile(PATCH_PATH, 0).orElseThrow());

    assertThat(get(ARTIFACT_PATH, "max-age=60")).isNotEqualTo(ARTIFACT);
    assertThat(get(ARTIFACT_PATH, "no-cache")).isEqualTo(ARTIFACT);
    assertThat(get(PATCH_PATH, "no-cache")).isEqualTo(PATCH);
    assertThat(tier2.summary().upstreamRequests()).isEqualTo(first2.upstreamRequests() + 2);
    assertThat(tier2.summary().upstreamBytes())
        .isEqualTo(first2.upstreamBytes() + (1 << 20) + PATCH.length);
    assertThat(tier1.summary().upstreamRequests()).isEqualTo(first1.upstreamRequests());
  }

  @Test
  void givenPortInUse_whenStarting_thenSaysSoAndLeavesTheDirectoryFree() {
    var taken = config("tier-3", tier1.httpUri().getPort(), next());

    for (var attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> EdgeNode.start(taken, Surroundings.quiet()))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("choose another http.port");
    }
  }

  @Test
  void givenDirectoryOfAnotherNode_whenStarting_thenSaysSo() {
    assertThatThrownBy(() -> EdgeNode.start(config("tier-1", 0, next()), Surroundings.quiet()))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("must belong to one node");
  }

  private static UpstreamConfig next() {
    return UpstreamConfig.of(new NextTier(tier1.httpUri()));
  }

  private static EdgeConfig config(String nodeId, int httpPort, UpstreamConfig upstream) {
    return new EdgeConfig(
        nodeId,
        directory.resolve(nodeId),
        new HttpSection(EdgeConfig.LOOPBACK, httpPort),
        new MqttSection(EdgeConfig.LOOPBACK, 0, directory.resolve("principals.jsonl")),
        new CacheSection(new ByteSize(LIMIT)),
        upstream,
        new LinkConfig(EdgeConfig.LOOPBACK, NOBODY_PORT, nodeId, "secret"));
  }

  private static byte[] get(String path, String cacheControl) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(URI.create(tier2.httpUri() + "/" + path))
              .header("Cache-Control", cacheControl)
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    }
  }

  private static String via() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(tier2.httpUri() + "/" + PATCH_PATH)).build();
      var response = client.send(request, HttpResponse.BodyHandlers.discarding());
      return response.headers().firstValue("Via").orElseThrow();
    }
  }

  private static void flip(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    bytes[1000] ^= 0x20;
    Files.write(file, bytes);
  }

  private static byte[] randomBytes(int count) {
    var bytes = new byte[count];
    new SplittableRandom(count).nextBytes(bytes);
    return bytes;
  }
}
