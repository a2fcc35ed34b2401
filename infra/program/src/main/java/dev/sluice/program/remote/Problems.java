package dev.sluice.program.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.program.exit.FailedException;
import dev.sluice.program.exit.NotAllowedException;
import dev.sluice.program.exit.OneLine;
import dev.sluice.program.exit.ProgramException;
import dev.sluice.program.exit.RefusedException;
import dev.sluice.program.exit.UnreachableException;
import dev.sluice.program.exit.UsageException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/// Turns what a server answers when it does not do what it was asked (RFC 9457) into an exception.
final class Problems {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_QUOTED = 300;
  private static final String ELSEWHERE =
      "; it sends elsewhere, which is not followed: give the address that it leads to";

  private Problems() {}

  static ProgramException of(URI base, int status, String body) {
    var message = message(status, body);
    return switch (status) {
      case 401 ->
          new NotAllowedException(
              "%s: %s; give a valid token (--token-file, SLUICE_TOKEN or `sluice context set`)"
                  .formatted(base, message));
      case 403 -> new NotAllowedException("%s: %s".formatted(base, message));
      case 400, 404, 405, 415 -> new UsageException(message);
      case 409, 412, 422 -> new RefusedException(message);
      default ->
          status >= 500 || status == 429
              ? new UnreachableException("%s: %s; try again later".formatted(base, message))
              : new FailedException(
                  "%s: %s%s".formatted(base, message, status / 100 == 3 ? ELSEWHERE : ""));
    };
  }

  private static String message(int status, String body) {
    var problem = parse(body);
    var text =
        new StringBuilder(
            text(problem, "detail").or(() -> text(problem, "title")).orElse("answered " + status));
    text(problem, "expected").ifPresent(expected -> text.append("; expected ").append(expected));
    text(problem, "received").ifPresent(received -> text.append("; got ").append(received));
    text(problem, "advice").ifPresent(advice -> text.append("; ").append(advice));
    problem
        .path("mistakes")
        .forEach(mistake -> shown(mistake).ifPresent(one -> text.append("; ").append(one)));
    return text.toString();
  }

  private static Optional<String> text(JsonNode problem, String member) {
    return shown(problem.path(member));
  }

  private static Optional<String> shown(JsonNode value) {
    return Optional.ofNullable(value.asText(null))
        .filter(text -> !text.isBlank())
        .map(OneLine::of)
        .map(text -> text.length() > MAX_QUOTED ? text.substring(0, MAX_QUOTED) + "…" : text);
  }

  private static JsonNode parse(String body) {
    try {
      return Optional.ofNullable(JSON.readTree(body)).orElse(MissingNode.getInstance());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  /// Why a connection failed, in a few words.
  static String reason(IOException failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
