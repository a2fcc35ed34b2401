package dev.sluice.console;

import static dev.sluice.events.principal.Role.ADMIN;
import static dev.sluice.events.principal.Role.APPROVER;
import static dev.sluice.events.principal.Role.OPERATOR;
import static dev.sluice.events.principal.Role.PUBLISHER;
import static dev.sluice.events.principal.Role.VIEWER;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.contract.Checked;
import dev.sluice.api.contract.CheckedClient;
import dev.sluice.api.provider.TestProvider;
import dev.sluice.events.ByteString;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.principal.Role;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may call what: every route with every role, and with tokens that open nothing.
class RoleMatrixTest {
  private static final Set<Role> EVERYBODY = Set.of(Role.values());

  /// A stream's own test follows it, and who opens a session has none yet.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "GET /rollouts/events",
          "GET /session",
          "POST /session",
          "POST /session/oidc/start",
          "POST /session/oidc/callback");

  private static final String YAML = "application/yaml";

  private static TestProvider provider;
  private static final Map<String, CheckedClient> byProvider = new TreeMap<>();
  private static InMemoryConsole console;

  /// One route, with a request that would do something.
  ///
  /// @param operation as the document names it
  record Row(String operation, String path, String mediaType, String body, Set<Role> roles) {
    @Override
    public String toString() {
      return operation;
    }

    String method() {
      return operation.split(" ", 2)[0];
    }
  }

  static List<Row> rows() {
    return List.of(
        new Row("GET /rollouts", "/rollouts", "", "", EVERYBODY),
        new Row("GET /rollouts/{product}/{counter}", "/rollouts/demo/1", "", "", EVERYBODY),
        new Row(
            "POST /rollouts/{product}/{counter}/orders",
            "/rollouts/demo/1/orders",
            "application/json",
            "{\"order\":\"pause\"}",
            Set.of(OPERATOR, ADMIN)),
        new Row(
            "POST /rollouts/{product}/{counter}/promotions",
            "/rollouts/demo/1/promotions",
            "application/json",
            "{\"ring\":\"broad\",\"wave\":1}",
            Set.of(OPERATOR, ADMIN)),
        new Row(
            "POST /rollouts/{product}/{counter}/approvals",
            "/rollouts/demo/1/approvals",
            "application/json",
            "{\"ring\":\"broad\"}",
            Set.of(APPROVER, ADMIN)),
        new Row(
            "GET /rollouts/{product}/{counter}/rollbacks",
            "/rollouts/demo/1/rollbacks",
            "",
            "",
            EVERYBODY),
        new Row(
            "POST /rollouts/{product}/{counter}/retries",
            "/rollouts/demo/1/retries",
            "application/json",
            "{\"attempt\": 2, \"reason\": \"fixed\"}",
            Set.of(OPERATOR, ADMIN)),
        new Row("GET /flags/{product}", "/flags/demo", "", "", EVERYBODY),
        new Row(
            "POST /flags/{product}/switches",
            "/flags/demo/switches",
            "application/json",
            "{\"ring\":\"canary\",\"flag\":\"cart\",\"off\":true,\"reason\":\"fails\",\"force\":true}",
            Set.of(OPERATOR, ADMIN)),
        new Row("GET /safeguards/{product}", "/safeguards/demo", "", "", EVERYBODY),
        new Row(
            "POST /safeguards/{product}",
            "/safeguards/demo",
            "application/json",
            "{\"name\":\"bad-board\",\"where\":\"hardware = 'b'\"}",
            Set.of(OPERATOR, ADMIN)),
        new Row(
            "POST /safeguards/{product}/{name}/lifts",
            "/safeguards/demo/old-hold/lifts",
            "application/json",
            "{\"reason\":\"mended\"}",
            Set.of(OPERATOR, ADMIN)),
        new Row(
            "POST /rollouts/{product}/{counter}/rollbacks",
            "/rollouts/demo/1/rollbacks",
            "application/json",
            "{\"to\":\"1.0\"}",
            Set.of(OPERATOR, ADMIN)),
        new Row(
            "POST /rollouts/plan",
            "/rollouts/plan",
            "application/json",
            "{\"product\":\"demo\",\"version\":\"2.0\"}",
            EVERYBODY),
        new Row("GET /policies", "/policies", "", "", EVERYBODY),
        new Row("GET /policy-schema", "/policy-schema", "", "", EVERYBODY),
        new Row("GET /policies/{product}", "/policies/demo", "", "", EVERYBODY),
        new Row(
            "PUT /policies/{product}",
            "/policies/demo",
            YAML,
            "rings: []",
            Set.of(OPERATOR, ADMIN)),
        new Row("POST /policies/lint", "/policies/lint", YAML, "rings: []", EVERYBODY),
        new Row("GET /devices", "/devices", "", "", EVERYBODY),
        new Row(
            "POST /devices",
            "/devices",
            "application/json",
            "{\"id\":\"d1\",\"epoch\":1,\"publicKey\":\""
                + "0".repeat(64)
                + "\",\"tags\":[],\"attributes\":{}}",
            Set.of(OPERATOR, ADMIN)),
        new Row("GET /fleet/versions", "/fleet/versions", "", "", EVERYBODY),
        new Row("GET /fleet/distribution", "/fleet/distribution", "", "", EVERYBODY),
        new Row("GET /devices/{id}", "/devices/d1", "", "", EVERYBODY),
        new Row("GET /channels", "/channels", "", "", Set.of(OPERATOR, ADMIN)),
        new Row(
            "POST /channels/{name}/tests",
            "/channels/ops/tests",
            "application/json",
            "",
            Set.of(OPERATOR, ADMIN)),
        new Row("GET /devices/{id}/timeline", "/devices/d1/timeline", "", "", EVERYBODY),
        new Row("GET /audit", "/audit", "", "", EVERYBODY),
        new Row("GET /audit/export", "/audit/export", "", "", EVERYBODY),
        new Row("GET /dead-letters", "/dead-letters", "", "", EVERYBODY),
        new Row("GET /dead-letters/{id}", "/dead-letters/l1", "", "", EVERYBODY),
        new Row(
            "POST /dead-letters/{id}/replays",
            "/dead-letters/l1/replays",
            "application/json",
            "{}",
            Set.of(OPERATOR, ADMIN)),
        new Row(
            "POST /dead-letters/{id}/discards",
            "/dead-letters/l1/discards",
            "application/json",
            "{\"reason\":\"seen\"}",
            Set.of(OPERATOR, ADMIN)),
        new Row("GET /release-records", "/release-records", "", "", EVERYBODY),
        new Row(
            "GET /release-records/{product}/{version}",
            "/release-records/demo/1.1",
            "",
            "",
            EVERYBODY),
        new Row(
            "POST /release-records/{product}/{version}/withdrawal",
            "/release-records/demo/1.1/withdrawal",
            "application/json",
            "{\"reason\":\"bad\"}",
            Set.of(PUBLISHER, ADMIN)),
        new Row("GET /tokens", "/tokens", "", "", Set.of(ADMIN)),
        new Row(
            "POST /tokens",
            "/tokens",
            "application/json",
            "{\"name\":\"admin\",\"roles\":[\"viewer\"]}",
            Set.of(ADMIN)),
        new Row("DELETE /tokens/{name}", "/tokens/nobody", "", "", Set.of(ADMIN)),
        new Row("DELETE /session", "/session", "", "", EVERYBODY),
        new Row("POST /session/links", "/session/links", "", "", EVERYBODY));
  }

  @BeforeAll
  static void start() throws Exception {
    provider = TestProvider.start();
    console = InMemoryConsole.start(provider);
    for (String role : List.of("viewer", "publisher", "operator", "approver", "admin", "cook")) {
      String token = provider.sign(TestProvider.roles(provider.claims(), role).build());
      byProvider.put(role, new CheckedClient(console.uri(), token));
    }
    console.put("demo/1", "admitting");
    console.putDevice("d1");
    console.putLetter(
        "l1",
        new DeadLetter(
            "sluice.releases",
            "demo/1",
            "no",
            "notifier",
            ByteString.of(new byte[1]),
            List.of(),
            Optional.empty()));
    console.putRelease("demo", "1.1", 1, true);
  }

  @AfterAll
  static void stop() {
    byProvider.values().forEach(CheckedClient::close);
    console.close();
    provider.close();
  }

  @Test
  void givenDocument_whenComparedWithTheMatrix_thenNoRouteIsLeftOut() throws Exception {
    try (CheckedClient client = console.as("admin")) {
      var operations = client.document().operations();
      assertThat(operations).containsAll(ELSEWHERE);
      assertThat(rows())
          .extracting(Row::operation)
          .containsExactlyInAnyOrderElementsOf(
              operations.stream().filter(o -> !ELSEWHERE.contains(o)).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenRoute_whenCalledByEachRole_thenOnlyThoseMay(Row row) throws Exception {
    for (Role role : List.of(VIEWER, PUBLISHER, OPERATOR, APPROVER, ADMIN)) {
      int status = call(row, role.name().toLowerCase(Locale.ROOT)).status();
      if (row.roles().contains(role)) {
        assertThat(status).as("%s as %s", row, role).isNotIn(401, 403, 500);
      } else {
        assertThat(status).as("%s as %s", row, role).isEqualTo(403);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenRoute_whenCalledWithAProvidersTokenOfEachRole_thenOnlyThoseMay(Row row)
      throws Exception {
    for (Role role : List.of(VIEWER, PUBLISHER, OPERATOR, APPROVER, ADMIN)) {
      int status = callWithProvidersToken(row, role.name().toLowerCase(Locale.ROOT));
      if (row.roles().contains(role)) {
        assertThat(status).as("%s as %s", row, role).isNotIn(401, 403, 500);
      } else {
        assertThat(status).as("%s as %s", row, role).isEqualTo(403);
      }
    }
    assertThat(callWithProvidersToken(row, "cook")).as("%s as nobody", row).isEqualTo(403);
  }

  private static int callWithProvidersToken(Row row, String role) throws Exception {
    return call(row, requireNonNull(byProvider.get(role))).status();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givenRoute_whenCalledWithoutAToken_thenUnauthorized(Row row) throws Exception {
    for (String nobody : List.of("stranger", "expired", "revoked")) {
      Checked answer = call(row, nobody);
      assertThat(answer.status()).as("%s as %s", row, nobody).isEqualTo(401);
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
    try (var none = new CheckedClient(console.uri(), "")) {
      assertThat(none.call(row.method(), row.path(), row.body(), Map.of()).status()).isEqualTo(401);
    }
  }

  private static Checked call(Row row, String name) throws Exception {
    try (CheckedClient client = console.as(name)) {
      return call(row, client);
    }
  }

  private static Checked call(Row row, CheckedClient client) throws Exception {
    Map<String, String> headers =
        row.mediaType().isEmpty() ? Map.of() : Map.of("Content-Type", row.mediaType());
    return client.call(row.method(), row.path(), row.body(), headers);
  }
}
