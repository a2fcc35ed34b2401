package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.edge.EdgeNode;
import dev.sluice.edge.traffic.Summary;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ObjectPaths;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.SliceList;
import dev.sluice.stack.demo.DemoPolicy;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Flips a byte in the store of the running node of tier 2, before its device asks for that slice.
class FlippedBytesIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final ProductName PRODUCT = new ProductName("demo");
  private static final int ARTIFACT_BYTES = 3_500_000;
  private static final int FOOTER_BYTES = 12;
  private static final int SLICE_MAGIC = 0x534C4301;
  private static final String FIRST_DEVICE = "device-0001";

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void
      givenFlippedBytesInTheNodesStore_whenDevicePulls_thenRefusesByNameFetchesThatSliceOnceMoreAndInstalls(
          @TempDir Path directory) throws Exception {
    Path first = TestFiles.random(directory.resolve("first.bin"), 1, ARTIFACT_BYTES);
    Path second = TestFiles.changed(first, directory.resolve("second.bin"), 2, 200_000);
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Pipeline pipeline = Pipeline.start(data, PipelineOptions.ephemeral(TestPolicies.MANUAL));
        // After the pipeline, which sets the process's log up.
        DeviceLogs logs = new DeviceLogs();
        Fleet fleet = Fleet.start(pipeline, PRODUCT, 2, DemoPolicy::ringOf, "")) {
      EdgeNode node = pipeline.tier2().getFirst();

      // The artifact: its second slice is bad when the device, which has nothing yet, pulls all of
      // it.
      var artifact = TestRollouts.publish(pipeline, PRODUCT, first, "1", LIMIT);
      String object = ObjectPaths.target("products/demo/1/first.bin", artifact.digest());
      assertThat(warm(node, object)).isEqualTo(ARTIFACT_BYTES);
      flip(node, object, 1);
      long extraForArtifact = rollOut(pipeline, fleet, node, 1, artifact.digest());

      assertThat(extraForArtifact).isEqualTo(SliceList.DEFAULT_SLICE_LENGTH_BYTES);
      assertThat(logs.of(FIRST_DEVICE)).contains("what=\"slice 1 of products/demo/1/first.bin\"");

      // The patch and a metadata file: one bad slice each.
      assertThat(fleet.awaitInventory(1, LIMIT)).isTrue();
      var updated = TestRollouts.publish(pipeline, PRODUCT, second, "2", LIMIT);
      JsonNode delta = delta(pipeline, updated.id(), artifact.digest());
      long patchBytes = delta.path("patchBytes").asLong();
      String patch = ObjectPaths.patch(Digest.parse(delta.path("patches").path(0).asText()));
      String metadata = productMetadata(node);
      assertThat(warm(node, patch)).isEqualTo(patchBytes);
      long metadataBytes = warm(node, metadata);
      flip(node, patch, 0);
      flip(node, metadata, 0);
      long extraForPatchAndMetadata = rollOut(pipeline, fleet, node, 2, updated.digest());

      assertThat(extraForPatchAndMetadata).isEqualTo(patchBytes + metadataBytes);
      assertThat(logs.of(FIRST_DEVICE))
          .contains("refused patch")
          .containsPattern(
              "refused bytes .*what=\"\\S*"
                  + Pattern.quote(Path.of(metadata).getFileName().toString()));
      assertThat(fleet.installFiles())
          .allSatisfy(file -> assertThat(Files.mismatch(file, second)).isEqualTo(-1));
    }
  }

  /// Starts the rollout, and waits until every device has the artifact.
  ///
  /// @return bytes that the node fetched and that no newly kept object accounts for
  private static long rollOut(
      Pipeline pipeline, Fleet fleet, EdgeNode node, long counter, Digest artifact)
      throws Exception {
    long before = unaccountedBytes(pipeline, node);
    RolloutId rollout = new RolloutId(PRODUCT, counter);
    TestRollouts.start(pipeline, rollout);
    TestRollouts.awaitCompleted(pipeline, rollout, LIMIT);
    assertThat(fleet.awaitInstalled(artifact, LIMIT)).isEqualTo(fleet.size());
    return unaccountedBytes(pipeline, node) - before;
  }

  private static long unaccountedBytes(Pipeline pipeline, EdgeNode node) throws IOException {
    Summary summary = node.summary();
    return summary.upstreamBytes() - summary.upstreamTimestampBytes() - storedBytes(pipeline);
  }

  /// Content bytes in the node's store, apart from the timestamp, which changes under its name.
  private static long storedBytes(Pipeline pipeline) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(pipeline.data().resolve("edge-2-1").resolve("store"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        ByteBuffer slice = ByteBuffer.wrap(Files.readAllBytes(file));
        if (slice.limit() < FOOTER_BYTES || slice.getInt(slice.limit() - 4) != SLICE_MAGIC) {
          continue;
        }
        // A slice file ends with its description, the description's length and a magic number.
        int content = slice.limit() - FOOTER_BYTES - slice.getInt(slice.limit() - 8);
        String description =
            new String(
                slice.array(), content, slice.limit() - content, StandardCharsets.ISO_8859_1);
        bytes += description.contains("metadata/timestamp.json") ? 0 : content;
      }
    }
    return bytes;
  }

  private static JsonNode delta(Pipeline pipeline, ReleaseId release, Digest base)
      throws Exception {
    for (JsonNode patch : pipeline.client().release(release).orElseThrow().path("patches")) {
      if (patch.path("base").asText().equals(base.hex())) {
        return patch;
      }
    }
    throw new AssertionError("no patch from " + base);
  }

  /// The newest metadata of the product's role, by way of the newest snapshot.
  private String productMetadata(EdgeNode node) throws Exception {
    JsonNode timestamp = json(get(node, "metadata/timestamp.json", true));
    long snapshot = version(timestamp, "snapshot.json");
    JsonNode names = json(get(node, "metadata/" + snapshot + ".snapshot.json", false));
    return "metadata/%d.product.demo.json".formatted(version(names, "product.demo.json"));
  }

  private static long version(JsonNode envelope, String name) {
    return envelope.get("signed").get("meta").get(name).get("version").asLong();
  }

  private static JsonNode json(byte[] document) throws IOException {
    return JsonMapper.builder().build().readTree(document);
  }

  private long warm(EdgeNode node, String object) throws Exception {
    byte[] content = get(node, object, false);
    assertThat(content).isNotEmpty();
    return content.length;
  }

  private byte[] get(EdgeNode node, String object, boolean isForced) throws Exception {
    URI uri = node.httpUri().resolve("/" + object);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(LIMIT);
    if (isForced) {
      request.header("Cache-Control", "no-cache");
    }
    var response = http.send(request.build(), BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private static void flip(EdgeNode node, String object, long slice) throws IOException {
    Path file = node.findSliceFile(object, slice).orElseThrow();
    byte[] bytes = Files.readAllBytes(file);
    bytes[100] ^= 1;
    Files.write(file, bytes);
  }
}
