package dev.sluice.agent.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.update.port.Effect;
import dev.sluice.update.port.HealthResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Single looks: at real processes, an HTTP server and a file.
class HealthCheckTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(300);

  @TempDir Path directory;

  private static HealthResult look(HealthCheck check, String mark, Duration limit)
      throws InterruptedException {
    return check.look(new Effect.CheckHealth(1, mark, limit)).result();
  }

  private static void requireUnhealthy(HealthResult result, String detail) {
    assertThat(result)
        .isInstanceOfSatisfying(
            HealthResult.Unhealthy.class,
            unhealthy -> assertThat(unhealthy.detail()).contains(detail));
  }

  private static HealthCheck command(String... command) {
    return new HealthCheck(config(List.of(command), Optional.empty(), Optional.empty()));
  }

  private static HealthCheck http(URI address) {
    return new HealthCheck(config(List.of(), Optional.of(address), Optional.empty()));
  }

  private static HealthCheck file(Path file) {
    return new HealthCheck(config(List.of(), Optional.empty(), Optional.of(file)));
  }

  private static HealthConfig config(
      List<String> command, Optional<URI> http, Optional<Path> file) {
    return new HealthConfig(
        command, http, file, HealthConfig.NONE.deadline(), HealthConfig.NONE.interval());
  }

  @Test
  void givenNoCheck_whenLooking_thenIsHealthy() throws Exception {
    assertThat(look(new HealthCheck(HealthConfig.NONE), "", LIMIT))
        .isEqualTo(new HealthResult.Healthy());
  }

  @Test
  void givenCommandThatEndsWith0_whenLooking_thenIsHealthy() throws Exception {
    assertThat(look(command("sh", "-c", "echo fine"), "", LIMIT))
        .isEqualTo(new HealthResult.Healthy());
  }

  @Test
  void givenCommandThatFails_whenLooking_thenSaysItsCodeAndItsLastWords() throws Exception {
    HealthResult result =
        look(command("sh", "-c", "seq 100000; echo no database >&2; exit 3"), "", LIMIT);

    requireUnhealthy(result, "sh: exit code must be 0, got 3: ");
    requireUnhealthy(result, "no database");
    assertThat(result.toString()).hasSizeLessThan(500);
  }

  @Test
  void givenCommandThatIsNotThere_whenLooking_thenSaysSo() throws Exception {
    requireUnhealthy(look(command("/no/such/program"), "", LIMIT), "/no/such/program");
  }

  @Test
  void givenCommandThatHangs_whenTheTimeIsUp_thenItAndItsChildrenAreKilled() throws Exception {
    Path child = directory.resolve("child");

    HealthResult result =
        look(command("sh", "-c", "sleep 600 & echo $! > " + child + "; wait"), "", SHORT);

    requireUnhealthy(result, "sh did not end within PT0.3S");
    long id = Long.parseLong(Files.readString(child).strip());
    await().atMost(LIMIT).until(() -> !isRunning(id));
  }

  private static boolean isRunning(long id) {
    return ProcessHandle.of(id).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void givenChildThatOutlivesItsCommand_whenLooking_thenNobodyWaitsForIt() throws Exception {
    Path child = directory.resolve("child");

    HealthResult result = look(command("sh", "-c", "sleep 600 & echo $! > " + child), "", LIMIT);

    assertThat(result).isEqualTo(new HealthResult.Healthy());
    var left = ProcessHandle.of(Long.parseLong(Files.readString(child).strip())).orElseThrow();
    assertThat(left.destroyForcibly()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"200,true", "204,true", "299,true", "302,false", "404,false", "500,false"})
  void givenStatus_whenLooking_thenIsHealthyFrom200To299(int status, boolean isHealthy)
      throws Exception {
    HttpServer server = server();
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      HealthResult result = look(http(address(server.getAddress())), "", LIMIT);

      if (isHealthy) {
        assertThat(result).isEqualTo(new HealthResult.Healthy());
      } else {
        requireUnhealthy(result, "status must be 200 to 299, got " + status);
      }
    } finally {
      server.stop(0);
    }
  }

  private static HttpServer server() throws Exception {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  private static URI address(InetSocketAddress socket) {
    return URI.create("http://localhost:" + socket.getPort() + "/health");
  }

  @Test
  void givenServerThatNeverAnswers_whenTheTimeIsUp_thenIsNotHealthy() throws Exception {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var address = URI.create("http://localhost:" + silent.getLocalPort());

      requireUnhealthy(look(http(address), "", SHORT), "no answer within PT0.3S");
    }
  }

  @Test
  void givenNobodyListening_whenLooking_thenIsNotHealthy() throws Exception {
    HttpServer gone = server();
    gone.start();
    InetSocketAddress socket = gone.getAddress();
    gone.stop(0);

    requireUnhealthy(look(http(address(socket)), "", LIMIT), "Connect");
  }

  @Test
  void givenFile_whenTouchedAfterTheMark_thenIsHealthyWhateverTheClockSays() throws Exception {
    Path file = Files.writeString(directory.resolve("healthy"), "yes");
    HealthCheck check = file(file);
    String mark = check.mark();
    requireUnhealthy(look(check, mark, LIMIT), "must be touched after the switch");

    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(20)));

    assertThat(look(check, mark, LIMIT)).isEqualTo(new HealthResult.Healthy());
  }

  @Test
  void givenNoFile_whenItAppears_thenIsHealthy() throws Exception {
    Path file = directory.resolve("healthy");
    HealthCheck check = file(file);
    String mark = check.mark();
    requireUnhealthy(look(check, mark, LIMIT), "must be there, it is not");

    Files.writeString(file, "");

    assertThat(look(check, mark, LIMIT)).isEqualTo(new HealthResult.Healthy());
  }

  @Test
  void givenNoSwitch_whenTheFileIsThere_thenIsHealthy() throws Exception {
    Path file = Files.writeString(directory.resolve("healthy"), "yes");

    assertThat(look(file(file), "", LIMIT)).isEqualTo(new HealthResult.Healthy());
  }
}
