package dev.sluice.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.program.Surroundings;
import dev.sluice.program.admin.Health;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an agent says of itself.
class AgentWatchTest {
  @TempDir Path directory;

  private final Surroundings surroundings = Surroundings.quiet();
  private AgentFixture device;

  @BeforeEach
  void givenDevice() throws Exception {
    device = new AgentFixture(directory);
  }

  @AfterEach
  void close() {
    device.close();
  }

  private Map<String, Optional<String>> health() {
    return surroundings.health().states().stream()
        .collect(Collectors.toMap(Health.State::name, Health.State::problem));
  }

  private double count(String meter, String tag, String value) {
    return surroundings.meters().get(meter).tag(tag, value).counter().count();
  }

  @Test
  void givenEdgeNodeButNoHub_whenUpToDate_thenHealthNamesTheHubAlone() {
    try (var agent = Agent.start(device.config(1), surroundings)) {
      await().atMost(AgentFixture.PATIENCE).until(agent::isUpToDate);

      assertThat(health())
          .containsOnlyKeys("edge", "hub", "trust-anchor", "metadata", "disk")
          .containsEntry("edge", Optional.empty())
          .containsEntry("hub", Optional.of("no connection to the hub at localhost:1"))
          .containsEntry("trust-anchor", Optional.empty())
          .containsEntry("metadata", Optional.empty())
          .containsEntry("disk", Optional.empty());
    }
  }

  @Test
  void givenUpdate_whenInstalled_thenIsCounted() {
    try (var agent = Agent.start(device.config(1), surroundings)) {
      await().atMost(AgentFixture.PATIENCE).until(agent::isUpToDate);
    }

    assertThat(count("sluice.agent.updates", "outcome", "installed")).isEqualTo(1);
    assertThat(count("sluice.agent.fetched.bytes", "route", "slices"))
        .isGreaterThanOrEqualTo(device.oldBytes.length);
    assertThat(count("sluice.agent.fetched.bytes", "route", "metadata")).isPositive();
    assertThat(surroundings.meters().get("sluice.agent.refreshes").counter().count())
        .isGreaterThanOrEqualTo(1);
  }

  @Test
  void givenPatch_whenApplied_thenItsBytesAndTimeAreCounted() {
    device.runOnce();
    device.fleet.delta(device.old, device.next);
    device.fleet.ring(device.old, device.fleet.next(device.next));

    try (var agent = Agent.start(device.config(1), surroundings)) {
      await().atMost(AgentFixture.PATIENCE).until(agent::isUpToDate);
    }

    assertThat(count("sluice.agent.fetched.bytes", "route", "patch")).isPositive();
    assertThat(surroundings.meters().get("sluice.agent.apply").timer().count()).isPositive();
  }

  @Test
  void givenEdgeNodeThatWentAway_whenLookingAgain_thenHealthTellsTheLastContact() {
    try (var agent = Agent.start(device.config(Duration.ofSeconds(1)), surroundings)) {
      await().atMost(AgentFixture.PATIENCE).until(agent::isUpToDate);

      device.edge.setOutage(_ -> true);

      await()
          .atMost(AgentFixture.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(health().getOrDefault("edge", Optional.empty()).orElse(""))
                      .contains("does not answer", "last contact: 20"));
      device.edge.setOutage(_ -> false);
      await()
          .atMost(AgentFixture.PATIENCE)
          .untilAsserted(() -> assertThat(health().get("edge")).isEmpty());
    }
  }
}
