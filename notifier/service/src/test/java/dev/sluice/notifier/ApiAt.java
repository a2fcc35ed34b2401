package dev.sluice.notifier;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.schema.ApiJson;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One instance's API, as somebody with a token sees it.
///
/// @param base with the port, without a path
record ApiAt(URI base, String token) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration LIMIT = Duration.ofSeconds(20);

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(base.resolve("/api/v1" + path))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + token)
            .build(),
        BodyHandlers.ofString());
  }

  /// What it answers when it answers well.
  ///
  /// @throws IOException if it refuses
  JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path);
    if (response.statusCode() != 200) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return ApiJson.parse(response.body().getBytes(StandardCharsets.UTF_8));
  }

  /// The names of a list's items, page by page: each page of the next instance.
  ///
  /// @param name the item's member
  static List<String> list(List<ApiAt> instances, String path, int limit, String name)
      throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page == 0 || !cursor.isEmpty(); page++) {
      JsonNode answer =
          instances
              .get(page % instances.size())
              .json(path + "?limit=" + limit + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
      answer.path("items").forEach(item -> names.add(item.path(name).asText()));
      cursor = answer.path("next").asText("");
    }
    return names;
  }

  /// What an instance asks for one key of one partition.
  HttpResponse<String> ask(String kind, int partition, String key)
      throws IOException, InterruptedException {
    String question = URLEncoder.encode("{\"key\":\"" + key + "\"}", StandardCharsets.UTF_8);
    return get(
        "/instances/questions/%s?partitions=%d&question=%s".formatted(kind, partition, question));
  }
}
