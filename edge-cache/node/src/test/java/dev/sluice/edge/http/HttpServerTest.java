package dev.sluice.edge.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cache.freshness.FreshnessRules;
import dev.sluice.cache.slice.Slicing;
import dev.sluice.edge.content.CacheLimits;
import dev.sluice.edge.content.ContentCache;
import dev.sluice.edge.content.FakeClock;
import dev.sluice.edge.content.FakeUpstream;
import dev.sluice.edge.store.SliceStore;
import dev.sluice.edge.traffic.TrafficMeter;
import dev.sluice.edge.upstream.MeteredUpstream;
import dev.sluice.edge.upstream.TierPath;
import dev.sluice.program.exit.CannotStartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class HttpServerTest {
  private static final TierPath PATH = new TierPath("node-1", Optional.empty());
  private static final String BIG = "targets/products/p/1/" + "cd".repeat(32) + ".big";
  private static final String TIMESTAMP = "metadata/timestamp.json";

  private final FakeUpstream upstream = new FakeUpstream();
  private final FakeClock clock = new FakeClock();
  private final byte[] big = randomBytes(3_000_000);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path directory;
  private SliceStore store;
  private ContentCache cache;
  private TrafficMeter meter;
  private HttpServer server;

  @BeforeEach
  void start() {
    meter = new TrafficMeter(clock);
    store = SliceStore.open(directory, 16 << 20);
    cache =
        new ContentCache(
            store,
            new MeteredUpstream(upstream, meter),
            new Slicing(1 << 18),
            FreshnessRules.DEFAULT,
            new CacheLimits(8, Duration.ofSeconds(10)),
            clock);
    server = HttpServer.start(config(0), cache, meter, PATH, clock);
    upstream.put(BIG, big);
    upstream.put(TIMESTAMP, FakeUpstream.metadata("timestamp", 1));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    cache.close();
    store.close();
  }

  @Test
  void givenObject_whenGot_thenComesWholeWithItsDescription() throws Exception {
    var response = get(BIG);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(big);
    assertThat(header(response, "content-length")).isEqualTo("3000000");
    assertThat(header(response, "content-type")).isEqualTo("application/test");
    assertThat(header(response, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(response, "cache-control")).contains("immutable");
    assertThat(header(response, "cache-status")).isEqualTo("node-1; fwd=miss");
    assertThat(header(response, "via")).isEqualTo("1.1 node-1");
    assertThat(header(get(BIG), "cache-status")).isEqualTo("node-1; hit");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=100-999999, 100, 1000000",
    "bytes=262143-262144, 262143, 262145",
    "bytes=2999999-, 2999999, 3000000",
    "bytes=-10, 2999990, 3000000",
  })
  void givenRange_whenGot_thenComesThatPart(String range, int start, int end) throws Exception {
    var response = get(BIG, "Range", range);

    assertThat(response.statusCode()).isEqualTo(206);
    assertThat(response.body()).isEqualTo(Arrays.copyOfRange(big, start, end));
    assertThat(header(response, "content-range"))
        .isEqualTo("bytes %d-%d/3000000".formatted(start, end - 1));
  }

  @Test
  void givenRangePastTheEnd_whenGot_thenIs416WithTheLength() throws Exception {
    var response = get(BIG, "Range", "bytes=3000000-");

    assertThat(response.statusCode()).isEqualTo(416);
    assertThat(header(response, "content-range")).isEqualTo("bytes */3000000");
  }

  @Test
  void givenHead_whenAsked_thenDescribesWithoutBody() throws Exception {
    var response =
        client.send(
            request(BIG).method("HEAD", HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofByteArray());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(header(response, "content-length")).isEqualTo("3000000");
    assertThat(get(BIG, "Range", "bytes=0-9").body()).hasSize(10);
  }

  @Test
  void givenEtag_whenItMatches_thenIs304_andAnotherIfRangeGivesTheWhole() throws Exception {
    var etag = header(get(TIMESTAMP), "etag");

    assertThat(get(TIMESTAMP, "If-None-Match", "\"x\", " + etag).statusCode()).isEqualTo(304);
    assertThat(get(TIMESTAMP, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    assertThat(get(TIMESTAMP, "Range", "bytes=0-0", "If-Range", etag).statusCode()).isEqualTo(206);
    assertThat(get(TIMESTAMP, "Range", "bytes=0-0", "If-Range", "\"x\"").statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/",
    "/metadata/root.json",
    "/catalogue/p/1.json",
    "/targets/..%2fx",
    "/metadata/%2e%2e/x"
  })
  void givenPathThatIsNotServed_whenGot_thenIs404AndUpstreamIsNotAsked(String path)
      throws Exception {
    assertThat(get(path.substring(1)).statusCode()).isEqualTo(404);
    assertThat(upstream.requests()).isEmpty();
  }

  @Test
  void givenUpstreamAway_whenNothingIsHeld_thenIs502InOneLine() throws Exception {
    upstream.setAway(true);

    var response = get(BIG);

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(new String(response.body(), UTF_8)).isEqualTo("upstream is away\n");
  }

  @Test
  void givenStoreThatCannotBeWritten_whenGot_thenPassesOnWhatUpstreamHas() throws Exception {
    Files.delete(directory.resolve("partial"));

    var response = get(BIG);

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(big);
    assertThat(upstream.requests()).hasSize(12).doesNotHaveDuplicates();
    assertThat(store.size()).isZero();
  }

  @Test
  void givenUpstreamAway_whenContentIsHeld_thenIsServed() throws Exception {
    assertThat(get(BIG).statusCode()).isEqualTo(200);
    assertThat(get(TIMESTAMP).statusCode()).isEqualTo(200);
    upstream.setAway(true);
    clock.advance(Duration.ofDays(3));

    assertThat(get(BIG).body()).isEqualTo(big);
    var stale = get(TIMESTAMP);
    assertThat(stale.statusCode()).isEqualTo(200);
    assertThat(header(stale, "cache-status")).isEqualTo("node-1; fwd=stale");
    assertThat(header(stale, "age")).isEqualTo("259200");
  }

  @Test
  void givenUpstreamThatGoesAwayInTheMiddle_whenGot_thenTheBodyIsCutShort() throws Exception {
    assertThat(get(BIG, "Range", "bytes=0-0").statusCode()).isEqualTo(206);
    upstream.setAway(true);

    assertThatThrownBy(() -> get(BIG)).isInstanceOf(IOException.class);
  }

  @Test
  void givenManyClients_whenGetting_thenUpstreamSendsEachSliceOnce() throws Exception {
    var gate = upstream.hold();
    var responses =
        IntStream.range(0, 40)
            .mapToObj(
                _ ->
                    client.sendAsync(request(BIG).build(), HttpResponse.BodyHandlers.ofByteArray()))
            .toList();
    gate.countDown();
    CompletableFuture.allOf(responses.toArray(CompletableFuture[]::new)).join();

    assertThat(responses).allSatisfy(r -> assertThat(r.join().body()).isEqualTo(big));
    assertThat(upstream.requests()).hasSize(12).doesNotHaveDuplicates();
    awaitEgress(40L * 3_000_000);
    var summary = meter.summary();
    assertThat(summary.upstreamBytes()).isEqualTo(3_000_000);
    assertThat(summary.lifetime().egressBytes()).isEqualTo(40L * 3_000_000);
    assertThat(summary.lifetime().missBytes()).isEqualTo(3_000_000);
  }

  @Test
  void givenTraffic_whenTheSummaryIsGot_thenHasLifetimeAndRecentFigures() throws Exception {
    var size = FakeUpstream.metadata("timestamp", 1).length;
    assertThat(get(TIMESTAMP).statusCode()).isEqualTo(200);
    assertThat(get(TIMESTAMP).statusCode()).isEqualTo(200);
    awaitEgress(2L * size);
    clock.advance(Duration.ofSeconds(20));

    var summary = new ObjectMapper().readTree(get("summary").body());

    assertThat(summary.at("/lifetime/hitBytes").asLong()).isEqualTo(size);
    assertThat(summary.at("/lifetime/missBytes").asLong()).isEqualTo(size);
    assertThat(summary.at("/lifetime/egressBytes").asLong()).isEqualTo(2L * size);
    assertThat(summary.at("/lifetime/hitRatioBytes").asDouble()).isEqualTo(0.5);
    assertThat(summary.at("/last15s/egressBytes").asLong()).isZero();
    assertThat(summary.at("/upstreamBytes").asLong()).isEqualTo(size);
    assertThat(summary.at("/upstreamRequests").asLong()).isEqualTo(1);
    assertThat(get("health").statusCode()).isEqualTo(200);
  }

  @Test
  void givenPipelinedRequests_whenSentAtOnce_thenAreAnsweredInOrderOnOneConnection()
      throws Exception {
    var head = "GET /%s HTTP/1.1\r\nHost: x\r\nRange: bytes=%d-%d\r\n%s\r\n";
    var answer =
        exchange(
            head.formatted(BIG, 0, 0, "")
                + head.formatted(BIG, 5, 5, "")
                + head.formatted(BIG, 9, 9, "Connection: close\r\n"));

    assertThat(answer.split("206 Partial Content", -1)).hasSize(4);
    assertThat(answer.indexOf("bytes 0-0/")).isPositive().isLessThan(answer.indexOf("bytes 5-5/"));
    assertThat(answer.indexOf("bytes 5-5/")).isLessThan(answer.indexOf("bytes 9-9/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST /health HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n | 405",
        "GET /health HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 3\\r\\n\\r\\nabc | 413",
        "GET\\r\\n\\r\\n | 400",
        "GET /LONG HTTP/1.1\\r\\n\\r\\n | 414",
        "GET / HTTP/1.1\\r\\nX: LONG\\r\\n\\r\\n | 431",
      })
  void givenRequestThatIsNotAccepted_whenSent_thenIsRefusedAndTheConnectionEnds(
      String request, int status) throws Exception {
    var text = request.replace("\\r\\n", "\r\n").replace("LONG", "x".repeat(10_000));

    assertThat(exchange(text)).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void givenClientThatLeaves_whenASliceIsOnItsWay_thenOthersStillGetIt() throws Exception {
    var gate = upstream.hold();
    try (var socket = connect()) {
      socket
          .getOutputStream()
          .write(("GET /" + BIG + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(US_ASCII));
    }
    var other = client.sendAsync(request(BIG).build(), HttpResponse.BodyHandlers.ofByteArray());
    gate.countDown();

    assertThat(other.join().body()).isEqualTo(big);
    assertThat(upstream.requests()).hasSize(12);
  }

  @Test
  void givenClientThatSendsItsRequestByteByByte_whenItTakesTooLong_thenTheConnectionEnds()
      throws Exception {
    var hasty = new HttpServerConfig.Limits(10, 2048, 8192, Duration.ofSeconds(1), 4096);
    try (var other =
            HttpServer.start(
                new HttpServerConfig("node-1", "127.0.0.1", 0, hasty), cache, meter, PATH, clock);
        var socket = new Socket(InetAddress.getLoopbackAddress(), other.uri().getPort())) {
      socket.getOutputStream().write("GET /health HTTP/1.1\r\nX: ".getBytes(US_ASCII));

      await()
          .pollInterval(Duration.ofMillis(100))
          .atMost(Duration.ofSeconds(10))
          .until(() -> isCut(socket));
      assertThat(other.connections()).isZero();
    }
  }

  private static boolean isCut(Socket socket) {
    try {
      socket.getOutputStream().write('x');
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  @Test
  void givenPortInUse_whenStarting_thenSaysSo() {
    var port = server.uri().getPort();

    assertThatThrownBy(() -> HttpServer.start(config(port), cache, meter, PATH, clock))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("HTTP port " + port + " on 127.0.0.1 must be free")
        .hasMessageContaining("choose another http.port");
  }

  /// A client may have its last bytes a moment before the server counts them.
  private void awaitEgress(long bytes) {
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> meter.summary().lifetime().egressBytes() == bytes);
  }

  private static HttpServerConfig config(int port) {
    return new HttpServerConfig("node-1", "127.0.0.1", port, HttpServerConfig.Limits.DEFAULT);
  }

  private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    var builder = request(path);
    if (headers.length > 0) {
      builder = builder.headers(headers);
    }
    return client.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.uri() + "/" + path));
  }

  private String exchange(String request) throws IOException {
    try (var socket = connect()) {
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static byte[] randomBytes(int count) {
    var bytes = new byte[count];
    new SplittableRandom(1).nextBytes(bytes);
    return bytes;
  }
}
