package dev.sluice.edge.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.slice.ByteRange;
import dev.sluice.cache.upstream.FetchRequest;
import dev.sluice.cache.upstream.Fetched;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class S3UpstreamTest {
  private static final String TARGET =
      "targets/products/p/1:1.0~rc1+x/" + "ab".repeat(32) + ".a~b+c";
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
  void givenWrongCredentials_whenFetched_thenMetadataAndTargetsAreUnavailable() {
    var right = server.origin();
    var wrong =
        new S3Origin(
            right.endpoint().orElseThrow(),
            right.region(),
            right.bucket(),
            right.accessKey().orElseThrow(),
            "another");

    for (String path : List.of("metadata/2.root.json", TARGET)) {
      assertThat(fetch(wrong, path, new ByteRange(0, 10)))
          .isInstanceOfSatisfying(
              Fetched.Unavailable.class,
              u ->
                  assertThat(u.reason())
                      .contains("check the credentials", path)
                      .doesNotContain("another"));
    }
  }

  @ParameterizedTest
  @CsvSource({"AccessDenied,true", "RequestTimeTooSkewed,false", "ExpiredToken,false"})
  void givenRefusalOfMetadata_whenFetched_thenIsAbsentOnlyIfTheRightToListIsMissing(
      String code, boolean isAbsent) throws Exception {
    byte[] body = "<Error><Code>%s</Code></Error>".formatted(code).getBytes(UTF_8);
    HttpServer s3 =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    s3.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(403, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    s3.start();
    var uri = URI.create("http://127.0.0.1:" + s3.getAddress().getPort());

    Fetched answer =
        fetch(
            new S3Origin(uri, "r", "b", "reader", "secret"),
            "metadata/2.root.json",
            new ByteRange(0, 10));
    s3.stop(0);

    assertThat(answer instanceof Fetched.Absent).isEqualTo(isAbsent);
    assertThat(answer.toString()).contains(isAbsent ? "403" : code);
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
