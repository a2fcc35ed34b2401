package dev.sluice.api.server;

import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Method;
import dev.sluice.api.Problem;
import dev.sluice.api.Route;
import dev.sluice.api.access.Authenticator;
import dev.sluice.api.access.SessionRoutes;
import dev.sluice.api.access.SignInRoutes;
import dev.sluice.api.oidc.Oidc;
import dev.sluice.api.schema.SchemaCheck;
import dev.sluice.api.token.Tokens;
import dev.sluice.program.admin.Health;
import io.helidon.common.tls.Tls;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the routes of one or more components below `/api/v1`, and a site's pages if there are
/// some; whoever starts it closes it.
///
/// `/api/v1/openapi.json`, `/api/v1/asyncapi.json` and open routes need no token; everything else
/// below `/api/v1` does.
public final class ApiServer implements AutoCloseable {
  /// What stands before every path.
  public static final String PREFIX = "/api/v1";

  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final String NO_ROUTE = "(none)";

  private final WebServer server;
  private final int port;
  private final ApiConfig config;
  private final EventStreams streams;
  private final Tokens tokens;
  private final Optional<Oidc> oidc;

  private ApiServer(
      WebServer server,
      ApiConfig config,
      EventStreams streams,
      Tokens tokens,
      Optional<Oidc> oidc) {
    this.server = server;
    this.port = server.port();
    this.config = config;
    this.streams = streams;
    this.tokens = tokens;
    this.oidc = oidc;
  }

  /// Starts a server.
  ///
  /// @param title what the API is called in its document
  /// @param tokens who may call
  /// @param components whose routes; each path and method once
  /// @param meters get `http.server.requests` by route and status
  /// @throws IOException if the port cannot be bound
  public static ApiServer start(
      String title,
      ApiConfig config,
      Tokens tokens,
      List<ApiRoutes> components,
      MeterRegistry meters)
      throws IOException {
    return start(title, config, tokens, components, meters, Optional.empty());
  }

  /// Starts a server with pages.
  ///
  /// @param title what the API is called in its document
  /// @param tokens who may call
  /// @param components whose routes; each path and method once
  /// @param meters get `http.server.requests` by route and status
  /// @param browsers what it serves to them; routes for their sessions are added
  /// @throws IOException if the port cannot be bound
  public static ApiServer start(
      String title,
      ApiConfig config,
      Tokens tokens,
      List<ApiRoutes> components,
      MeterRegistry meters,
      Optional<Browsers> browsers)
      throws IOException {
    requireFree(config);
    Optional<Oidc> oidc = config.oidc().map(Oidc::start);
    List<Route> routes = routes(components, browsers, oidc, config);
    requireDistinct(routes);
    var document = new OpenApiDocument(title, PREFIX, routes);
    var check = new SchemaCheck(document.components());
    var log = new AccessLog(meters);
    var streams = new EventStreams(config.eventStreamLimit(), config.heartbeat(), meters);
    var kit =
        new Endpoint.Kit(
            config,
            new Authenticator(
                tokens, browsers.map(Browsers::sessions), oidc, config.tls().isPresent()),
            new IdempotencyKeys(),
            streams,
            new Downloads(),
            log,
            type -> body -> check.mistakes(document.bodySchema(type), body));
    Optional<SiteHandler> pages = browsers.map(offered -> new SiteHandler(offered.site(), log));
    WebServer server =
        build(config, routing -> route(routing, routes, kit, document.bytes(), pages));
    var started = new ApiServer(server.start(), config, streams, tokens, oidc);
    if (!server.isRunning()) {
      throw new IOException(
          "api.port: expected to listen on " + address(config) + ", got a closed port");
    }
    LOG.atInfo().addKeyValue("uri", started.uri()).log("API started");
    return started;
  }

  private static List<Route> routes(
      List<ApiRoutes> components,
      Optional<Browsers> browsers,
      Optional<Oidc> oidc,
      ApiConfig config) {
    Stream<ApiRoutes> sessions =
        browsers.stream().flatMap(pages -> sessions(pages, oidc, config.tls().isPresent()));
    return Stream.concat(components.stream(), sessions)
        .flatMap(component -> component.routes().stream())
        .toList();
  }

  private static Stream<ApiRoutes> sessions(Browsers pages, Optional<Oidc> oidc, boolean isSecure) {
    Optional<Oidc> provider = oidc.filter(known -> known.name().isPresent());
    var routes =
        new SessionRoutes(
            pages.sessions(), isSecure, pages.site().home(), provider.flatMap(Oidc::name));
    return Stream.concat(
        Stream.of(routes),
        provider.stream()
            .map(known -> new SignInRoutes(known, pages.sessions(), routes, isSecure)));
  }

  /// The server itself only logs that it cannot bind.
  private static void requireFree(ApiConfig config) throws IOException {
    try (var probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(config.host(), config.port()));
    } catch (IOException e) {
      throw new IOException(
          "api.port: cannot listen on %s: %s; choose another port or stop what uses it"
              .formatted(address(config), e.getMessage()),
          e);
    }
  }

  private static String address(ApiConfig config) {
    return config.host() + ":" + config.port();
  }

  private static void requireDistinct(List<Route> routes) {
    Set<String> seen = new HashSet<>();
    for (Route route : routes) {
      if (!seen.add(route.method() + " " + route.path())) {
        throw new IllegalArgumentException("two routes for " + route.method() + " " + route.path());
      }
    }
  }

  private static WebServer build(ApiConfig config, Consumer<HttpRouting.Builder> routing) {
    var server =
        WebServer.builder()
            .host(config.host())
            .port(config.port())
            .maxTcpConnections(config.connectionLimit())
            .addProtocol(
                Http1Config.builder().maxHeadersSize((int) config.headerLimit().bytes()).build())
            .shutdownHook(false)
            .routing(routing);
    config.tls().ifPresent(tls -> server.tls(Tls.builder().sslContext(tls.context()).build()));
    return server.build();
  }

  private static void route(
      HttpRouting.Builder routing,
      List<Route> routes,
      Endpoint.Kit kit,
      byte[] document,
      Optional<SiteHandler> pages) {
    Map<String, Set<Method>> methods = new TreeMap<>();
    // What has no parameter comes first: `/rollouts/events` is no rollout.
    for (Route route : routes.stream().sorted(ApiServer::literalFirst).toList()) {
      routing.route(
          io.helidon.http.Method.create(route.method().name()),
          PREFIX + route.path(),
          new Endpoint(route, kit));
      methods.computeIfAbsent(route.path(), _ -> new TreeSet<>()).add(route.method());
    }
    routing.get(
        PREFIX + "/openapi.json",
        (_, response) ->
            response.header(HeaderNames.CONTENT_TYPE, "application/json").send(document));
    byte[] events = new AsyncApiDocument().bytes();
    routing.get(
        PREFIX + "/asyncapi.json",
        (_, response) ->
            response.header(HeaderNames.CONTENT_TYPE, "application/json").send(events));
    methods.forEach(
        (path, allowed) ->
            routing.any(
                PREFIX + path,
                (request, response) -> wrongMethod(request, response, path, allowed, kit)));
    routing.any(
        (request, response) -> {
          if (pages.filter(site -> site.serve(request, response)).isEmpty()) {
            unknown(request, response, kit);
          }
        });
  }

  private static int literalFirst(Route one, Route other) {
    return one.path().replace('{', '~').compareTo(other.path().replace('{', '~'));
  }

  private static void wrongMethod(
      ServerRequest request,
      ServerResponse response,
      String path,
      Set<Method> allowed,
      Endpoint.Kit kit) {
    long start = System.nanoTime();
    String names = String.join(", ", allowed.stream().map(Method::name).toList());
    response.header(HeaderNames.ALLOW, names);
    Reply.of(Problem.methodNotAllowed("expected " + names)).send(response);
    kit.log().answered(word(request), path, 405, "", start);
  }

  private static void unknown(ServerRequest request, ServerResponse response, Endpoint.Kit kit) {
    long start = System.nanoTime();
    Reply.of(
            Problem.notFound("no such path")
                .withAdvice("see " + PREFIX + "/openapi.json for what there is"))
        .send(response);
    kit.log().answered(word(request), NO_ROUTE, 404, "", start);
  }

  /// The method, if it is one of ours: whatever else is sent becomes no label.
  private static String word(ServerRequest request) {
    String text = request.prologue().method().text();
    boolean isKnown = Arrays.stream(Method.values()).anyMatch(m -> m.name().equals(text));
    return isKnown ? text : "other";
  }

  /// The port that it listens on.
  public int port() {
    return port;
  }

  /// Where it listens, without the prefix: what a client's `--url` is.
  public URI uri() {
    String scheme = config.tls().isPresent() ? "https" : "http";
    String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
    return URI.create(scheme + "://" + host + ":" + port);
  }

  /// Why it does not answer as it should, if so: the health check of its program.
  public Optional<String> problem() {
    return server.isRunning() ? tokens.problem() : Optional.of("the API does not listen");
  }

  /// Tells a program's health how it is. An OpenID Connect provider that is away makes nothing
  /// unready, since tokens of our own open meanwhile; the page of readiness says it.
  public void watch(Health health) {
    health.add("api", this::problem);
    oidc.ifPresent(provider -> health.note("oidc", provider::words));
  }

  @Override
  public void close() {
    streams.close();
    server.stop();
    oidc.ifPresent(Oidc::close);
  }
}
