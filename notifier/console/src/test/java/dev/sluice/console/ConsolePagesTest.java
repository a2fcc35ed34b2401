package dev.sluice.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsolePagesTest {
  /// Where one of our files names another.
  private static final Pattern REFERENCE =
      Pattern.compile("(?:from|href=|src=) ?['\"]([a-z./-]+\\.(?:js|css|svg))['\"]");

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static InMemoryConsole console;

  @BeforeAll
  static void start() throws IOException {
    console = InMemoryConsole.start();
  }

  @AfterAll
  static void stop() {
    console.close();
    HTTP.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "/console/, text/html; charset=utf-8",
    "/console/index.html, text/html; charset=utf-8",
    "/console/main.js, text/javascript; charset=utf-8",
    "/console/console.css, text/css; charset=utf-8",
    "/console/icon.svg, image/svg+xml",
    "/webjars/preact/dist/preact.module.js, text/javascript; charset=utf-8",
    "/webjars/htm/dist/htm.module.js, text/javascript; charset=utf-8",
  })
  void givenFile_whenRead_thenItsTypeAndTheHeadersThatGuardIt(String path, String type)
      throws Exception {
    var answer = call("GET", path);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo(type);
    assertThat(header(answer, "Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-cache");
    assertThat(answer.body()).isNotEmpty();

    var head = call("HEAD", path);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    var again = call("GET", path, "If-None-Match", header(answer, "ETag"));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(call("GET", path, "If-None-Match", "\"old\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/none.js",
        "/console/../console/index.html/",
        "/console/%2e%2e/ConsolePages.class",
        "/console/..%2fConsolePages.class",
        "/console/..%5cConsolePages.class",
        "/console//etc/passwd",
        "/console/pages/index.html",
        "/console/index.html%00.js",
        "/console/.hidden.js",
        "/webjars/preact/package.json",
        "/webjars/preact/dist/../package.json",
        "/webjars/",
        "/consoles/index.html",
        "/favicon.ico",
      })
  void givenPathThatIsNoFileOfOurs_whenRead_thenThereIsNone(String path) throws Exception {
    assertThat(call("GET", path).statusCode()).isIn(400, 404);
  }

  @Test
  void givenShortAddresses_whenOpened_thenTheyLeadToTheConsole() throws Exception {
    for (String path : new String[] {"/", "/console"}) {
      var answer = call("GET", path);
      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(header(answer, "Location")).isEqualTo("/console/");
    }
    assertThat(call("POST", "/console/").statusCode()).isEqualTo(404);
  }

  @Test
  void givenApi_whenPagesAreServed_thenItsPathsAreAsBefore() throws Exception {
    assertThat(call("GET", "/api/v1/openapi.json").statusCode()).isEqualTo(200);
    assertThat(call("GET", "/api/v1/rollouts").statusCode()).isEqualTo(401);
    assertThat(call("GET", "/api/v1/none").statusCode()).isEqualTo(404);
  }

  @Test
  void givenPages_whenTheyNameFiles_thenEachIsServed() throws Exception {
    String index = call("GET", "/console/").body();
    String main = call("GET", "/console/main.js").body();

    // No inline script, no inline style: the policy would refuse them.
    assertThat(index).doesNotContain("style=", "onclick").containsOnlyOnce("<script");
    var references = REFERENCE.matcher(index + main).results().map(r -> r.group(1)).toList();
    assertThat(references).hasSizeGreaterThan(8);
    for (String reference : references) {
      URI file = URI.create("/console/").resolve(reference);
      assertThat(call("GET", file.toString()).statusCode()).as(reference).isEqualTo(200);
    }
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static HttpResponse<String> call(String method, String path, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(console.uri() + path))
            .method(method, BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
