package dev.sluice.edge.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.slice.ByteRange;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class S3UpstreamTest {
  private static final String TARGET = "targets/products/p/1.0+x/" + "ab".repeat(32) + ".a+b";
  private static final byte[] BYTES = "0123456789".repeat(100).getBytes(StandardCharsets.US_ASCII);

  @TempDir static Path folder;
  private static S3Server server;

  private final CollectingSink sink = new CollectingSink();

  @BeforeAll
  static void start() throws Exception {
    server = new S3Server(folder);
    server.put(TARGET, BYTES);
    server.put("metadata/timestamp.json", new byte[0]);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @Test
  void givenObject_whenARangeIsFetched_thenTellsTheLengthOfTheWhole() {
    var fetched = fetch(server.origin(), TARGET, new ByteRange(100, 300));

    assertThat(fetched).isInstanceOf(Fetched.Found.class);
    var facts = ((Fetched.Found) fetched).facts();
    assertThat(facts.objectLengthBytes()).isEqualTo(1000);
    assertThat(sink.bytes()).isEqualTo(Arrays.copyOfRange(BYTES, 100, 300));
  }

  @Test
  void givenRangeBeyondTheEnd_whenFetched_thenEndsWithTheObject() {
    assertThat(fetch(server.origin(), TARGET, new ByteRange(900, 5000)))
        .isInstanceOf(Fetched.Found.class);
    assertThat(sink.bytes()).hasSize(100);
    assertThat(fetch(server.origin(), TARGET, new ByteRange(1000, 5000)))
        .isInstanceOf(Fetched.PastEnd.class);
    assertThat(fetch(server.origin(), "metadata/timestamp.json", new ByteRange(0, 5000)))
        .isInstanceOf(Fetched.PastEnd.class);
  }

  @Test
  void givenMissingObject_whenFetched_thenIsAbsent() {
    assertThat(fetch(server.origin(), "metadata/2.root.json", new ByteRange(0, 10)))
        .isInstanceOf(Fetched.Absent.class);
  }

  @Test
  void givenWrongCredentials_whenFetched_thenMetadataIsAbsentAndTargetsAreUnavailable() {
    var right = server.origin();
    var wrong =
        new S3Origin(
            right.endpoint().orElseThrow(), right.region(), right.bucket(), "reader", "another");

    assertThat(fetch(wrong, "metadata/2.root.json", new ByteRange(0, 10)))
        .isInstanceOf(Fetched.Absent.class);
    assertThat(fetch(wrong, TARGET, new ByteRange(0, 10)))
        .isInstanceOfSatisfying(
            Fetched.Unavailable.class,
            u ->
                assertThat(u.reason()).contains("check the credentials").doesNotContain("another"));
  }

  @Test
  void givenNobodyThere_whenFetched_thenIsUnavailable() throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var nowhere =
        new S3Origin(URI.create("http://127.0.0.1:" + port), "r", "b", "reader", "secret");

    assertThat(fetch(nowhere, TARGET, new ByteRange(0, 10)))
        .isInstanceOf(Fetched.Unavailable.class);
  }

  private Fetched fetch(S3Origin origin, String path, ByteRange range) {
    try (var upstream = new S3Upstream(origin, Duration.ofSeconds(5))) {
      var request = new FetchRequest(ObjectPath.of(path).orElseThrow(), range, false);
      return upstream.fetch(request, sink);
    }
  }
}
