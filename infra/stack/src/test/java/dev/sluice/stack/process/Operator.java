package dev.sluice.stack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.stack.process.Sluice.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// People at their terminals, each in a folder with nothing but a token.
final class Operator {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Path directory;
  private final URI publisher;
  private final URI notifier;
  private final Sluice terminal;

  /// @param directory of the people's folders, outside of the site's
  Operator(Path directory, Site site) throws IOException {
    this.directory = directory;
    this.publisher = api(site, "publisher");
    this.notifier = api(site, "notifier");
    this.terminal = Sluice.in(directory.resolve("terminal"));
    // The notifier's first start left it on its machine.
    Files.copy(site.adminToken(), token("admin"));
  }

  private static URI api(Site site, String program) {
    return URI.create(
        "http://%s:%d".formatted(site.places().host(program), site.places().port(program, "api")));
  }

  /// The file of somebody's token.
  private Path token(String name) {
    return terminal.home().resolve(name + ".token");
  }

  /// Makes devices part of the fleet, by what their agents say of themselves.
  void enrol(List<Path> identities) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("device", "enrol"));
    identities.forEach(file -> command.add(file.toString()));
    var _ = terminal.require(to("admin", command));
  }

  /// Gives somebody a token.
  void create(String name, String role, String... products)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("token", "create", name, "--role", role));
    for (String product : products) {
      command.addAll(List.of("--product", product));
    }
    Outcome created = terminal.require(to("admin", command));
    Files.writeString(token(name), created.out());
  }

  /// Applies a policy.
  void applyPolicy(String product, String yaml) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("policy.yaml"), yaml);
    var _ =
        terminal.require(
            to("admin", List.of("policy", "apply", file.toString(), "--product", product)));
  }

  /// Publishes a file.
  ///
  /// @param who whose token is sent
  void publish(String who, Path file, String version, String... more)
      throws IOException, InterruptedException {
    var _ = terminal.require(publication(who, file, version, more));
  }

  private List<String> publication(String who, Path file, String version, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "publish",
                file.toString(),
                "--product",
                FivePrograms.PRODUCT,
                "--version",
                version,
                "--publisher-url",
                publisher.toString()));
    command.addAll(List.of(more));
    command.addAll(List.of("--token-file", token(who).toString()));
    return command;
  }

  private List<String> to(String who, List<String> command) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(
        List.of("--notifier-url", notifier.toString(), "--token-file", token(who).toString()));
    return whole;
  }

  private ApiClient client() throws IOException {
    var secret = new SecretText(Files.readString(token("admin")).strip());
    return new ApiClient(notifier, Optional.of(secret));
  }

  /// Orders something of a rollout.
  void order(String order, RolloutId rollout) throws IOException, InterruptedException {
    var _ =
        terminal.require(
            to("admin", List.of("rollout", order, rollout.toString(), "--reason", "test")));
  }

  /// The rollout as the API shows it now.
  JsonNode rollout(String product, long counter) throws IOException, InterruptedException {
    try (ApiClient client = client()) {
      return client.get("/api/v1/rollouts/" + product + "/" + counter);
    }
  }

  /// Waits until the rollout is completed and returns it as the API shows it.
  JsonNode awaitCompleted(String product, long counter) throws IOException {
    try (ApiClient client = client()) {
      String path = "/api/v1/rollouts/" + product + "/" + counter;
      await("rollout " + counter)
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(300))
          .ignoreException(UnreachableException.class)
          .untilAsserted(
              () ->
                  assertThat(client.find(path).map(found -> found.path("state").asText()))
                      .as("%s", client.find(path))
                      .contains("completed"));
      return client.get(path);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
