package dev.sluice.api.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.ApiRequest;
import dev.sluice.api.PageRequest;
import dev.sluice.api.Problem;
import dev.sluice.api.schema.ApiJson;
import dev.sluice.api.token.Principal;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// A request of the HTTP server, its body read already.
final class HelidonRequest implements ApiRequest {
  private static final int CURSOR_LIMIT = 1_024;

  private final ServerRequest request;
  private final Optional<Principal> caller;
  private final byte[] content;
  private final BodyCheck check;

  HelidonRequest(
      ServerRequest request, Optional<Principal> caller, byte[] content, BodyCheck check) {
    this.request = request;
    this.caller = caller;
    this.content = content;
    this.check = check;
  }

  /// Checks a body against the schema of the record that it shall be.
  @FunctionalInterface
  interface BodyCheck {
    List<String> mistakes(JsonNode body);
  }

  @Override
  public Optional<Principal> caller() {
    return caller;
  }

  @Override
  public String path(String name) {
    try {
      return request.path().pathParameters().get(name);
    } catch (NoSuchElementException e) {
      throw new IllegalArgumentException("the route has no parameter " + name, e);
    }
  }

  @Override
  public Optional<String> query(String name) {
    return request.query().first(name).map(value -> value);
  }

  @Override
  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  @Override
  public PageRequest page() {
    int limit = number("limit", 1, PageRequest.MAX_LIMIT).orElse(PageRequest.DEFAULT_LIMIT);
    return new PageRequest(query("cursor", HelidonRequest::cursor).orElse(""), limit);
  }

  private static String cursor(String text) {
    try {
      if (text.length() <= CURSOR_LIMIT) {
        return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      }
    } catch (IllegalArgumentException _) {
      // Said below, without the reason of the library.
    }
    throw new IllegalArgumentException(
        "expected what the page before said, got '%.20s'".formatted(text));
  }

  /// The opaque form of a key that a page ends with.
  static String cursorOf(String key) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public <T> T body(Class<T> type) {
    JsonNode tree;
    try {
      tree = ApiJson.parse(content);
    } catch (IOException e) {
      throw Problem.badRequest("the body is no JSON: " + e.getMessage()).asException();
    }
    List<String> mistakes = check.mistakes(tree);
    if (!mistakes.isEmpty()) {
      throw Problem.invalid("the body does not fit its schema", mistakes).asException();
    }
    try {
      return ApiJson.read(tree, type);
    } catch (IllegalArgumentException e) {
      String mistake = String.valueOf(e.getMessage());
      throw Problem.invalid(mistake, List.of(mistake)).asException();
    }
  }

  @Override
  public String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException _) {
      throw Problem.badRequest("the body is not UTF-8").asException();
    }
  }
}
