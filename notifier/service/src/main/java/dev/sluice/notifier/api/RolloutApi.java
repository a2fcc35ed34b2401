package dev.sluice.notifier.api;

import dev.sluice.events.Order;
import dev.sluice.events.RolloutChanged;
import dev.sluice.events.RolloutSnapshot;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.kafka.UndeliveredEventException;
import dev.sluice.notifier.RolloutCommands;
import dev.sluice.notifier.RolloutView;
import dev.sluice.tuf.json.Json;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonLimits;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import dev.sluice.tuf.json.PlainJson;
import dev.sluice.tuf.json.StrictJson;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rollouts over HTTP, JSON both ways, every request with the bearer token.
///
/// | request | answer |
/// |---|---|
/// | `GET /rollouts` | all rollouts, the latest release of each product first |
/// | `GET /rollouts/{product}/{counter}` | one rollout, or 404 |
/// | `POST /rollouts/{product}/{counter}/{start,pause,resume,halt}` | 202 once the order is safe |
///
/// The body of an order may be empty or `{"by": …, "reason": …}`. Whoever starts the API closes it.
public final class RolloutApi implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RolloutApi.class);
  private static final int BODY_LIMIT_BYTES = 16 << 10;
  private static final int TEXT_LIMIT = 400;
  private static final String ROLLOUT = "/rollouts/{product}/{counter}";

  private final BearerToken token;
  private final RolloutView view;
  private final RolloutCommands commands;

  private Optional<WebServer> server = Optional.empty();

  private RolloutApi(BearerToken token, RolloutView view, RolloutCommands commands) {
    this.token = token;
    this.view = view;
    this.commands = commands;
  }

  /// Starts the API.
  ///
  /// @param host to bind to; loopback unless others on the network are to order too
  /// @param port 0 for any
  /// @param tokenFile holds the token; made, readable for the owner only, if it is not there
  /// @throws IOException if the token cannot be read or made
  public static RolloutApi start(
      String host, int port, Path tokenFile, RolloutView view, RolloutCommands commands)
      throws IOException {
    var api = new RolloutApi(BearerToken.ensure(tokenFile), view, commands);
    WebServer server =
        WebServer.builder()
            .host(host)
            .port(port)
            .maxPayloadSize(BODY_LIMIT_BYTES)
            .shutdownHook(false)
            .routing(api::route)
            .build()
            .start();
    api.server = Optional.of(server);
    LOG.info("rollout API started host={} port={}", host, server.port());
    return api;
  }

  /// The port that it listens on.
  public int port() {
    return server.map(WebServer::port).orElse(-1);
  }

  private void route(HttpRouting.Builder routing) {
    routing
        .any(this::authorize)
        .get("/rollouts", this::list)
        .get(ROLLOUT, this::show)
        .post(ROLLOUT + "/{order}", this::order);
  }

  private void authorize(ServerRequest request, ServerResponse response) {
    String given = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
    if (token.opens(given)) {
      response.next();
    } else {
      refuse(response, Status.UNAUTHORIZED_401, "expected the bearer token of the token file");
    }
  }

  private void list(ServerRequest request, ServerResponse response) {
    Json rollouts = view.rollouts().stream().map(RolloutApi::json).collect(JsonArray.collector());
    answer(response, Status.OK_200, JsonObject.builder().put("rollouts", rollouts).build());
  }

  private void show(ServerRequest request, ServerResponse response) {
    find(request)
        .ifPresentOrElse(
            rollout -> answer(response, Status.OK_200, json(rollout)),
            () -> refuse(response, Status.NOT_FOUND_404, "no such rollout"));
  }

  private void order(ServerRequest request, ServerResponse response) {
    Optional<RolloutSnapshot> rollout = find(request);
    String word = request.path().pathParameters().get("order");
    Optional<Order> order =
        Arrays.stream(Order.values())
            .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(word))
            .findFirst();
    if (rollout.isEmpty() || order.isEmpty()) {
      refuse(
          response,
          Status.NOT_FOUND_404,
          rollout.isEmpty() ? "no such rollout" : "expected start, pause, resume or halt");
      return;
    }
    try {
      JsonObject body = body(request);
      String by = text(body, "by").orElse("api");
      commands.order(rollout.get().id(), order.get(), by, text(body, "reason").orElse(""));
      answer(response, Status.ACCEPTED_202, json(rollout.get()));
    } catch (MalformedJsonException e) {
      refuse(response, Status.BAD_REQUEST_400, String.valueOf(e.getMessage()));
    } catch (UndeliveredEventException e) {
      LOG.warn("order not delivered rollout={} reason={}", rollout.get().id(), e.getMessage());
      refuse(response, Status.SERVICE_UNAVAILABLE_503, "the order is not safe; try again");
    }
  }

  private static JsonObject body(ServerRequest request) throws MalformedJsonException {
    byte[] body = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    return body.length == 0
        ? JsonObject.empty()
        : StrictJson.parseObject(body, JsonLimits.ofLength(BODY_LIMIT_BYTES));
  }

  private static Optional<String> text(JsonObject body, String name) throws MalformedJsonException {
    Optional<String> text = body.findString(name);
    if (text.isPresent() && text.get().length() > TEXT_LIMIT) {
      throw body.malformed(name, "at most " + TEXT_LIMIT + " characters");
    }
    return text;
  }

  private Optional<RolloutSnapshot> find(ServerRequest request) {
    var parameters = request.path().pathParameters();
    String id = parameters.get("product") + "/" + parameters.get("counter");
    return RolloutId.isValid(id) ? view.find(RolloutId.parse(id)) : Optional.empty();
  }

  /// The same form as in the audit log.
  private static Json json(RolloutSnapshot rollout) {
    return new RolloutChanged(rollout, "shown")
        .toData()
        .find("snapshot")
        .orElseThrow(() -> new IllegalStateException("a change must hold a snapshot"));
  }

  private static void refuse(ServerResponse response, Status status, String error) {
    answer(response, status, JsonObject.builder().put("error", error).build());
  }

  private static void answer(ServerResponse response, Status status, Json json) {
    response
        .status(status)
        .header(HeaderNames.CONTENT_TYPE, "application/json")
        .send(PlainJson.encode(json));
  }

  /// The link to the list of rollouts, for people.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port() + "/rollouts");
  }

  @Override
  public void close() {
    server.ifPresent(WebServer::stop);
  }
}
