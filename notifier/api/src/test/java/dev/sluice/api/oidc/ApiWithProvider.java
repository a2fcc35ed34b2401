package dev.sluice.api.oidc;

import dev.sluice.api.Answer;
import dev.sluice.api.ApiRoutes;
import dev.sluice.api.Route;
import dev.sluice.api.access.Sessions;
import dev.sluice.api.contract.Checked;
import dev.sluice.api.contract.CheckedClient;
import dev.sluice.api.provider.TestProvider;
import dev.sluice.api.server.ApiConfig;
import dev.sluice.api.server.ApiServer;
import dev.sluice.api.server.Browsers;
import dev.sluice.api.site.Site;
import dev.sluice.api.token.TokenTable;
import dev.sluice.events.principal.PrincipalChanged;
import dev.sluice.events.principal.Role;
import dev.sluice.tuf.digest.Digest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An API over HTTP whose people may be those of a provider too; with a token of its own.
final class ApiWithProvider implements AutoCloseable {
  /// Where the provider sends people back to.
  static final URI PAGE = URI.create("http://127.0.0.1:1/console/");

  static final String OWN = "sluice_own-token";

  private final TestProvider provider;
  private final ApiServer server;

  private ApiWithProvider(TestProvider provider, ApiServer server) {
    this.provider = provider;
    this.server = server;
  }

  /// Who called.
  record Caller(String name) {}

  private static List<Route> routes() {
    return List.of(
        Route.get("/caller")
            .summary("Who calls")
            .answers(200, Caller.class)
            .to(request -> Answer.ok(new Caller(request.principal().name()))),
        Route.post("/orders")
            .summary("Orders")
            .roles(Role.OPERATOR)
            .answers(201, Caller.class)
            .to(request -> Answer.created("/x", new Caller(request.principal().name()))));
  }

  static ApiWithProvider start() throws IOException {
    var provider = TestProvider.start();
    var tokens = new TokenTable(InstantSource.system());
    tokens.see(
        new PrincipalChanged(
            "own",
            Digest.sha256(OWN.getBytes(StandardCharsets.UTF_8)),
            Set.of(Role.VIEWER),
            Set.of(),
            Optional.empty(),
            false,
            "test"));
    ApiRoutes component = ApiWithProvider::routes;
    var server =
        ApiServer.start(
            "words",
            ApiConfig.loopback().with(provider.config(PAGE)),
            tokens,
            List.of(component),
            new SimpleMeterRegistry(),
            Optional.of(
                new Browsers(
                    new Site("/console/", ApiWithProvider.class, "pages", List.of()),
                    new Sessions(tokens, InstantSource.system()))));
    return new ApiWithProvider(provider, server);
  }

  TestProvider provider() {
    return provider;
  }

  ApiServer server() {
    return server;
  }

  Checked callWith(String bearer) throws IOException, InterruptedException {
    try (var client = new CheckedClient(server.uri(), bearer)) {
      return client.get("/caller");
    }
  }

  Checked orderWith(String bearer) throws IOException, InterruptedException {
    try (var client = new CheckedClient(server.uri(), bearer)) {
      return client.post("/orders", "");
    }
  }

  Checked send(String method, String path, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    try (var client = new CheckedClient(server.uri(), "")) {
      return client.call(method, path, body, headers);
    }
  }

  @Override
  public void close() {
    server.close();
    provider.close();
  }
}
