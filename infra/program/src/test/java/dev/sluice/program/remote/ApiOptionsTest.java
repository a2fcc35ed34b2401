package dev.sluice.program.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.exit.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ApiOptionsTest {
  @Command(name = "x")
  static final class Holder {
    @Mixin final ApiOptions options;

    Holder(Map<String, String> environment) {
      this.options = new ApiOptions(environment);
    }
  }

  private static final SecretText KEPT = new SecretText("kept");

  private final LinkedBlockingQueue<String> tokens = new LinkedBlockingQueue<>();
  private HttpServer server;
  private URI url;

  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ApiOptions options(Map<String, String> environment, String... args) {
    var whole = new HashMap<>(environment);
    whole.put("XDG_CONFIG_HOME", folder.toString());
    var holder = new Holder(whole);
    new CommandLine(holder).parseArgs(args);
    return holder.options;
  }

  private String tokenSent(Map<String, String> environment, String... args)
      throws InterruptedException {
    try (var client = options(environment, args).client(Api.NOTIFIER)) {
      assertThat(client.base()).isEqualTo(url);
      client.get("/x");
    }
    return tokens.take();
  }

  private static Context context(URI address) {
    return new Context(
        Optional.of(address), Optional.of(address), Optional.of(KEPT), Optional.empty());
  }

  private void keep(String name, URI address) {
    new Contexts(folder.resolve("sluice/contexts.yaml")).set(name, context(address));
  }

  @Test
  void givenNothing_whenAsked_thenUsage() {
    var options = options(Map.of());

    assertThatThrownBy(() -> options.client(Api.PUBLISHER))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("no address of the publisher's API");
  }

  @Test
  void givenContextInUse_whenAsked_thenItsAddressAndToken() throws InterruptedException {
    keep("prod", url);

    assertThat(tokenSent(Map.of())).isEqualTo("Bearer kept");
  }

  @Test
  void givenUrlBesideAContext_whenAsked_thenTheContextsTokenStaysAtHome()
      throws InterruptedException {
    keep("prod", URI.create("http://elsewhere:1"));

    assertThat(tokenSent(Map.of(), "--url", url.toString())).isEqualTo("null");
    assertThat(tokenSent(Map.of("SLUICE_URL", url.toString()))).isEqualTo("null");
    assertThat(tokenSent(Map.of(), "--url", url.toString(), "--context", "prod"))
        .isEqualTo("Bearer kept");
  }

  @Test
  void givenFlagsAndEnvironment_whenAsked_thenFlagsWin() throws InterruptedException, IOException {
    var file = Files.writeString(folder.resolve("token"), "flag\n", StandardCharsets.UTF_8);
    keep("prod", URI.create("http://elsewhere:1"));
    keep("test", url);

    assertThat(tokenSent(Map.of("SLUICE_CONTEXT", "test", "SLUICE_TOKEN", "env")))
        .isEqualTo("Bearer env");
    assertThat(
            tokenSent(
                Map.of("SLUICE_CONTEXT", "prod", "SLUICE_TOKEN", "env"),
                "--context",
                "test",
                "--token-file",
                file.toString()))
        .isEqualTo("Bearer flag");
    assertThat(
            tokenSent(
                Map.of("SLUICE_TOKEN", "env"),
                "--url",
                "http://wrong:1",
                "--notifier-url",
                url.toString()))
        .isEqualTo("Bearer env");
  }

  @Test
  void givenLocalPipeline_whenAsked_thenItsFileTells() throws InterruptedException {
    ContextFile.writeOne(folder.resolve("data/context.yaml"), context(url));

    assertThat(
            tokenSent(
                Map.of("SLUICE_URL", "http://wrong:1"),
                "--data",
                folder.resolve("data").toString()))
        .isEqualTo("Bearer kept");
    var other = options(Map.of(), "--data", folder.resolve("none").toString());
    assertThatThrownBy(() -> other.client(Api.NOTIFIER))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("is this the --data of a running `sluice up`?");
  }
}
