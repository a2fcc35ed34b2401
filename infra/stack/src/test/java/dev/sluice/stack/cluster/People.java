package dev.sluice.stack.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.program.config.SecretText;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.remote.ApiClient;
import dev.sluice.stack.cluster.Engineer.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An operator, who has the admin token of the notifier's machine, and engineers, who have what
/// they were given.
final class People {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(300);
  private static final String ADMIN = "admin";

  private final Cluster cluster;
  private final Path desk;
  private final Engineer terminal;
  private final Map<String, String> tokens = new HashMap<>();

  /// @param desk folder with what they want to publish or apply
  People(Cluster cluster, Path desk) throws IOException {
    this.cluster = cluster;
    this.desk = desk;
    this.terminal = new Engineer(desk, cluster.network());
    tokens.put(ADMIN, Files.readString(cluster.site().adminToken()).strip());
  }

  /// A file on the desk.
  Path desk(String name) {
    return desk.resolve(name);
  }

  /// Makes a device part of the fleet.
  void enrol(String device) throws IOException, InterruptedException {
    try (ApiClient client = notifier()) {
      Enrolment.enrol(client, cluster.site(), device, Fleet.ringOf(device));
    }
  }

  /// Gives somebody a token.
  void createToken(String name, String role, String... products) {
    List<String> command = new ArrayList<>(List.of("token", "create", name, "--role", role));
    for (String product : products) {
      command.addAll(List.of("--product", product));
    }
    Outcome created = atNotifier(command);
    created.done();
    tokens.put(name, created.out().strip());
  }

  /// Applies the product's policy.
  void applyPolicy(String yaml) throws IOException {
    Files.writeString(desk.resolve("policy.yaml"), yaml);
    atNotifier(
            List.of("policy", "apply", Engineer.file("policy.yaml"), "--product", Cluster.PRODUCT))
        .done();
  }

  /// Publishes a file of the desk.
  ///
  /// @param who whose token is sent, if any
  Outcome publish(Optional<String> who, Path file, String version, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "publish",
                Engineer.file(String.valueOf(file.getFileName())),
                "--product",
                Cluster.PRODUCT,
                "--version",
                version));
    command.addAll(List.of(more));
    return terminal.run(inside("publisher"), who.map(tokens::get), command);
  }

  /// The list of releases as a person sees it.
  String releases() {
    Outcome list =
        terminal.run(
            inside("publisher"),
            Optional.ofNullable(tokens.get(ADMIN)),
            List.of("release", "list", "--product", Cluster.PRODUCT));
    list.done();
    return list.out();
  }

  private Outcome atNotifier(List<String> command) {
    return terminal.run(inside("notifier"), Optional.ofNullable(tokens.get(ADMIN)), command);
  }

  /// The address of an API inside the containers' network.
  private static String inside(String program) {
    return "http://%s:%d".formatted(program, ContainerPlaces.API);
  }

  private ApiClient notifier() {
    return notifier(Cluster.NOTIFIERS.getFirst());
  }

  private ApiClient notifier(String name) {
    var secret = new SecretText(String.valueOf(tokens.get(ADMIN)));
    return new ApiClient(cluster.api(name), Optional.of(secret));
  }

  /// The rollout of the product's release with this counter, as the API shows it.
  JsonNode rollout(long counter) throws InterruptedException {
    return rollout(Cluster.NOTIFIERS.getFirst(), counter);
  }

  /// The same as one of the notifiers shows it.
  JsonNode rollout(String notifier, long counter) throws InterruptedException {
    try (ApiClient client = notifier(notifier)) {
      return client.get(path(counter));
    }
  }

  /// Waits until a ring of a rollout has devices to tell.
  ///
  /// @param ring from 0
  void awaitAdmitted(long counter, int ring, Duration limit) throws InterruptedException {
    try (ApiClient client = notifier()) {
      await("rollout " + counter + ", ring " + ring)
          .atMost(limit)
          .pollInterval(POLL)
          .ignoreException(UnreachableException.class)
          .untilAsserted(
              () ->
                  assertThat(
                          client
                              .get(path(counter))
                              .path("rings")
                              .path(ring)
                              .path("admitted")
                              .asInt())
                      .isPositive());
    }
  }

  /// Waits until the rollout is completed.
  ///
  /// @return as the API shows it then
  JsonNode awaitCompleted(long counter) throws InterruptedException {
    try (ApiClient client = notifier()) {
      await("rollout " + counter)
          .atMost(LIMIT)
          .pollInterval(POLL)
          .ignoreException(UnreachableException.class)
          .untilAsserted(
              () -> {
                JsonNode rollout = client.get(path(counter));
                assertThat(rollout.path("state").asText()).as("%s", rollout).isEqualTo("completed");
              });
      return client.get(path(counter));
    }
  }

  private static String path(long counter) {
    return "/api/v1/rollouts/" + Cluster.PRODUCT + "/" + counter;
  }
}
