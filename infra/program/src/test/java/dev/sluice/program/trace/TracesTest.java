package dev.sluice.program.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracesTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void givenTextOfAnotherProgram_whenStarted_thenSameTrace() {
    try (var traces = Traces.silent();
        var span = traces.start("sign release", Optional.of(PARENT))) {
      assertThat(span.traceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
      assertThat(span.traceParent())
          .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
          .isNotEqualTo(PARENT);
      assertThat(Traces.currentTraceParent()).contains(span.traceParent());
      assertThat(MDC.get(Traces.LOG_KEY)).isEqualTo(span.traceId());
    }
    assertThat(Traces.currentTraceParent()).isEmpty();
    assertThat(MDC.get(Traces.LOG_KEY)).isNull();
  }

  @Test
  void givenSpanBelowAnother_whenClosed_thenTheOuterIsCurrentAgain() {
    try (var traces = Traces.silent();
        var outer = traces.start("outer")) {
      try (var inner = traces.start("inner")) {
        assertThat(inner.traceId()).isEqualTo(outer.traceId());
      }
      assertThat(Traces.currentTraceParent()).contains(outer.traceParent());
      assertThat(MDC.get(Traces.LOG_KEY)).isEqualTo(outer.traceId());
    }
  }

  @Test
  void givenUnusableText_whenStarted_thenANewTrace() {
    try (var traces = Traces.silent();
        var span = traces.start("x", Optional.of("rubbish"))) {
      assertThat(span.traceId()).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
    }
  }

  @Test
  void givenEndpoint_whenClosed_thenSpansWereSent() throws IOException {
    var bodies = new LinkedBlockingQueue<String>();
    var collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          bodies.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    try {
      var endpoint =
          URI.create("http://127.0.0.1:%d/v1/traces".formatted(collector.getAddress().getPort()));
      try (var traces = Traces.open("edge", new TracingConfig(Optional.of(endpoint), 1))) {
        try (var span = traces.start("fetch slice")) {
          span.with("release", "demo/1").failed(new IOException("cut"));
        }
      }
      await().atMost(Duration.ofSeconds(10)).until(() -> !bodies.isEmpty());
      assertThat(bodies.peek()).contains("fetch slice", "sluice-edge", "demo/1");
    } finally {
      collector.stop(0);
    }
  }

  @Test
  void givenShareBeyondOne_whenConfigured_thenRefused() {
    assertThatThrownBy(() -> new TracingConfig(Optional.empty(), 1.5))
        .hasMessageStartingWith("sampled: expected 0 to 1");
  }
}
