package dev.sluice.api.server;

import dev.sluice.api.Answer;
import dev.sluice.api.Problem;
import dev.sluice.api.schema.ApiJson;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// What goes out for one request, ready to be sent, and sent again for the same idempotency key; it
/// does not change.
final class Reply {
  private static final String NO_STORE = "no-store";

  private final int status;
  private final Map<String, String> headers;

  /// Empty for none.
  private final byte[] body;

  private Reply(int status, Map<String, String> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  int lengthBytes() {
    return body.length;
  }

  static Reply of(Answer.Document document) {
    Map<String, String> headers = new HashMap<>(document.headers());
    headers.putIfAbsent("Cache-Control", "no-cache");
    if (document.body().isPresent()) {
      headers.put("Content-Type", "application/json");
    }
    return new Reply(
        document.status(), headers, document.body().map(ApiJson::write).orElse(new byte[0]));
  }

  static Reply of(Problem problem) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("Content-Type", Problem.MEDIA_TYPE);
    headers.put("Cache-Control", NO_STORE);
    switch (problem.status()) {
      case 401 -> headers.put("WWW-Authenticate", "Bearer realm=\"sluice\"");
      case 503 -> headers.put("Retry-After", "2");
      default -> {
        // Nothing more.
      }
    }
    return new Reply(problem.status(), headers, ApiJson.write(problem));
  }

  /// Whether a repeated request gets the same answer: a refusal too, unless trying again may help,
  /// and nothing that is told once.
  boolean isRepeatable() {
    boolean isDone = status < 300 && !NO_STORE.equals(headers.get("Cache-Control"));
    return isDone || status == 409 || status == 422;
  }

  void send(ServerResponse response) {
    response.status(Status.create(status));
    response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
    headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
    if (body.length == 0) {
      response.send();
    } else {
      response.send(body);
    }
  }
}
