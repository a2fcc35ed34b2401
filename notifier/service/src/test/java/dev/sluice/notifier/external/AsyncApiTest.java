package dev.sluice.notifier.external;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.server.ApiConfig;
import dev.sluice.api.server.ApiServer;
import dev.sluice.api.token.TokenTable;
import dev.sluice.notifier.external.message.EventSelector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The API kit cannot ask which events a channel may send, and lists them itself.
class AsyncApiTest {
  private static final String STATES = "rollout.";

  @Test
  void givenDocument_whenComparedWithWhatChannelsMaySend_thenItNamesEachAndTheTest()
      throws Exception {
    List<String> listed = new ArrayList<>();
    try (var server =
            ApiServer.start(
                "events",
                ApiConfig.loopback(),
                new TokenTable(InstantSource.system()),
                List.of(),
                new SimpleMeterRegistry());
        InputStream document = server.uri().resolve("/api/v1/asyncapi.json").toURL().openStream()) {
      JsonNode channel = new ObjectMapper().readTree(document).path("channels").path("external");
      channel
          .path("messages")
          .fieldNames()
          .forEachRemaining(name -> listed.add(name.replace(".structured", "")));
    }

    List<String> sent = new ArrayList<>(List.of("rollout.changed", "channel.tested"));
    EventSelector.known().stream().filter(type -> !type.startsWith(STATES)).forEach(sent::add);
    assertThat(listed).containsExactlyInAnyOrderElementsOf(sent);
  }
}
