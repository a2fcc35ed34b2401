package dev.sluice.api.server;

import dev.sluice.api.Answer;
import dev.sluice.api.Method;
import dev.sluice.api.Page;
import dev.sluice.api.Problem;
import dev.sluice.api.ProblemException;
import dev.sluice.api.Route;
import dev.sluice.api.Shape;
import dev.sluice.api.access.Authenticator;
import dev.sluice.api.access.Credentials;
import dev.sluice.api.stream.EventFeed;
import dev.sluice.api.token.Principal;
import dev.sluice.tuf.digest.Digest;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the requests of one route: who asks, may they, what do they send, and what goes back.
final class Endpoint implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final Route route;
  private final Kit kit;

  Endpoint(Route route, Kit kit) {
    this.route = route;
    this.kit = kit;
  }

  /// What the endpoints of a server share.
  record Kit(
      ApiConfig config,
      Authenticator authenticator,
      IdempotencyKeys keys,
      EventStreams streams,
      Downloads downloads,
      AccessLog log,
      Bodies bodies) {}

  /// The check that belongs to a route's body.
  @FunctionalInterface
  interface Bodies {
    HelidonRequest.BodyCheck check(Class<?> type);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    long start = System.nanoTime();
    Optional<Principal> principal = Optional.empty();
    int status;
    try {
      principal = authenticate(request);
      status = answer(request, response, principal);
    } catch (ProblemException e) {
      status = refuse(response, e.problem());
    }
    kit.log()
        .answered(
            route.method().name(),
            route.path(),
            status,
            principal.map(Principal::name).orElse(""),
            start);
  }

  private Optional<Principal> authenticate(ServerRequest request) {
    Credentials credentials = credentials(request);
    if (route.isOpen()) {
      return kit.authenticator().recognize(credentials);
    }
    Principal principal = kit.authenticator().authenticate(credentials);
    kit.authenticator().authorize(principal, route);
    return Optional.of(principal);
  }

  private Credentials credentials(ServerRequest request) {
    var headers = request.headers();
    return new Credentials(
        headers.first(HeaderNames.AUTHORIZATION).orElse(""),
        headers.first(HeaderNames.COOKIE).orElse(""),
        headers.first(HeaderNames.create(Credentials.CSRF_HEADER)).orElse(""),
        route.method() == Method.GET);
  }

  private int answer(ServerRequest request, ServerResponse response, Optional<Principal> caller) {
    byte[] body = body(request);
    Optional<String> key =
        route.method() == Method.POST
            ? request.headers().first(HeaderNames.create(IDEMPOTENCY_KEY))
            : Optional.empty();
    if (key.isEmpty() || caller.isEmpty()) {
      return run(request, response, caller, body);
    }
    Principal principal = caller.get();
    Digest same = fingerprint(request, body);
    Optional<Reply> before = kit.keys().claim(principal.name(), key.get(), same);
    if (before.isPresent()) {
      return send(response, before.get());
    }
    Reply reply = Reply.of(Problem.internal());
    try {
      reply = reply(call(request, caller, body));
    } catch (ProblemException e) {
      reply = Reply.of(e.problem());
    } finally {
      kit.keys().keep(principal.name(), key.get(), same, reply);
    }
    return send(response, reply);
  }

  private int run(
      ServerRequest request, ServerResponse response, Optional<Principal> caller, byte[] body) {
    Answer answer = call(request, caller, body);
    if (answer instanceof Answer.Events(var feed)) {
      return stream(request, response, feed);
    }
    if (answer instanceof Answer.Stream file) {
      kit.downloads().serve(file, response);
      return 200;
    }
    return send(response, reply(answer));
  }

  private int stream(ServerRequest request, ServerResponse response, EventFeed feed) {
    Credentials credentials = credentials(request);
    BooleanSupplier isWelcome =
        () -> route.isOpen() || kit.authenticator().recognize(credentials).isPresent();
    try {
      kit.streams().serve(feed, response, isWelcome);
      return 200;
    } catch (IOException e) {
      throw unavailable(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 200;
    }
  }

  private Answer call(ServerRequest request, Optional<Principal> caller, byte[] body) {
    HelidonRequest.BodyCheck check =
        route.body() instanceof Shape.Json(var type) ? kit.bodies().check(type) : _ -> noBody();
    try {
      return route.handler().answer(new HelidonRequest(request, caller, body, check));
    } catch (IOException e) {
      throw unavailable(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("the server stops").asException();
    } catch (ProblemException e) {
      throw e;
    } catch (RuntimeException e) {
      // A bug of one route must not stop the others; the log has it, the client gets no details.
      LOG.atError().addKeyValue("route", route.path()).setCause(e).log("request failed");
      throw Problem.internal().asException();
    }
  }

  private List<String> noBody() {
    throw new IllegalStateException(route.path() + " declares no JSON body");
  }

  private ProblemException unavailable(Exception e) {
    LOG.atWarn()
        .addKeyValue("route", route.path())
        .addKeyValue("reason", e.getMessage())
        .log("request refused: something that it needs is away");
    return Problem.unavailable(String.valueOf(e.getMessage())).asException();
  }

  private Reply reply(Answer answer) {
    return switch (answer) {
      case Answer.Document document -> Reply.of(opaque(document));
      case Answer.Events _, Answer.Stream _ ->
          throw new IllegalStateException(route.path() + " must not stream to a POST with a key");
    };
  }

  /// A page's next key goes out as a cursor that nobody takes for a number.
  private static Answer.Document opaque(Answer.Document document) {
    return document.body().isPresent() && document.body().get() instanceof Page<?> page
        ? new Answer.Document(
            document.status(),
            Optional.of(new Page<>(page.items(), page.next().map(HelidonRequest::cursorOf))),
            document.headers())
        : document;
  }

  private byte[] body(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    int limit =
        route.bodyLimitBytes() == 0
            ? (int) kit.config().bodyLimit().bytes()
            : route.bodyLimitBytes();
    try (var in = request.content().inputStream()) {
      byte[] bytes = in.readNBytes(limit);
      if (in.read() >= 0) {
        throw Problem.tooLarge("expected at most %d bytes".formatted(limit)).asException();
      }
      return bytes;
    } catch (IOException | RequestException e) {
      throw Problem.badRequest("the body ends early: " + e.getMessage()).asException();
    }
  }

  private Digest fingerprint(ServerRequest request, byte[] body) {
    String head =
        route.method() + " " + request.path().path() + "?" + request.query().rawValue() + "\n";
    var all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    all.writeBytes(body);
    return Digest.sha256(all.toByteArray());
  }

  private static int refuse(ServerResponse response, Problem problem) {
    return send(response, Reply.of(problem));
  }

  private static int send(ServerResponse response, Reply reply) {
    reply.send(response);
    return reply.status();
  }
}
