package dev.sluice.stack.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a program says of itself on its admin port.
public final class AdminPage {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int OK = 200;
  private static final Pattern FAILED_CHECK =
      Pattern.compile("^sluice_health\\{check=\"([^\"]+)\",[^}]*} 0\\.0$", Pattern.MULTILINE);

  private final URI address;

  /// @param port on this machine
  public AdminPage(int port) {
    this.address = URI.create("http://127.0.0.1:" + port);
  }

  /// The answer to `/health/ready`.
  ///
  /// @param status of HTTP; 0 if nobody answers
  /// @param problems reasons by the names of the checks that are not fine
  public record Readiness(int status, Map<String, String> problems) {
    /// Whether everything is fine, by status and by checks.
    public boolean isReady() {
      return status == OK && problems.isEmpty();
    }
  }

  /// Asks whether the program is ready.
  public Readiness readiness() {
    try {
      HttpResponse<String> answer = get("/health/ready");
      var problems = new TreeMap<String, String>();
      for (JsonNode check : JSON.readTree(answer.body()).path("checks")) {
        if (!check.path("ok").asBoolean()) {
          problems.put(check.path("name").asText(), check.path("reason").asText());
        }
      }
      return new Readiness(answer.statusCode(), problems);
    } catch (IOException e) {
      return new Readiness(0, Map.of("admin", String.valueOf(e.getMessage())));
    }
  }

  /// Whether the process lives, by its own word.
  public boolean isLive() {
    try {
      return get("/health/live").statusCode() == OK;
    } catch (IOException _) {
      return false;
    }
  }

  /// The names of the checks that are not fine by the metrics.
  public Set<String> failedChecks() throws IOException {
    return FAILED_CHECK
        .matcher(metrics())
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toSet());
  }

  /// The names of all metrics.
  public Set<String> metricNames() throws IOException {
    return metrics()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .collect(Collectors.toSet());
  }

  private String metrics() throws IOException {
    HttpResponse<String> answer = get("/metrics");
    if (answer.statusCode() != OK) {
      throw new IOException(address + "/metrics: " + answer.statusCode());
    }
    return answer.body();
  }

  private HttpResponse<String> get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(ANSWER_LIMIT).build();
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
