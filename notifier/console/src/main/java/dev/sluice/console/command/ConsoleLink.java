package dev.sluice.console.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.program.remote.ApiClient;
import java.util.UUID;

/// A link that opens the console in a browser, logged in as whoever made it; it works once.
///
/// @param link the address with the code
/// @param ends until when it works, in ISO 8601
public record ConsoleLink(String link, String ends) {
  /// Asks the notifier for one.
  public static ConsoleLink make(ApiClient client) throws InterruptedException {
    JsonNode made =
        client.post(
            "/api/v1/session/links",
            JsonNodeFactory.instance.objectNode(),
            UUID.randomUUID().toString());
    return new ConsoleLink(client.base() + made.path("path").asText(), made.path("ends").asText());
  }
}
