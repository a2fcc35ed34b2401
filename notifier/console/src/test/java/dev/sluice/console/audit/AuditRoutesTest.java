package dev.sluice.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.contract.CheckedClient;
import dev.sluice.console.InMemoryConsole;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rollout.AuditKind;
import dev.sluice.events.rollout.OrderRecorded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditRoutesTest {
  private InMemoryConsole console;
  private CheckedClient viewer;

  @BeforeEach
  void start() throws Exception {
    console = InMemoryConsole.start();
    viewer = console.as("viewer");
    console.putAudit(entry(1, AuditKind.ORDER, "ann", "demo/1", "pause", "lunch"));
    console.putAudit(entry(2, AuditKind.CHANGE, "", "demo/2", "created", ""));
    console.putAudit(entry(3, AuditKind.TOKEN, "bob", "ci", "token revoked", "=1+1, \"quoted\""));
  }

  @AfterEach
  void stop() {
    viewer.close();
    console.close();
  }

  private static AuditEntry entry(
      int minute, AuditKind kind, String who, String subject, String what, String why) {
    Optional<RolloutId> rollout =
        subject.contains("/") ? Optional.of(RolloutId.parse(subject)) : Optional.empty();
    return new AuditEntry(
        "id-" + minute,
        InMemoryConsole.NOW.plusSeconds(60L * minute),
        kind,
        who,
        subject,
        what,
        why,
        rollout.map(RolloutId::product),
        rollout);
  }

  private List<String> ids(String query) throws Exception {
    return viewer.get("/audit" + query).json().path("items").findValuesAsText("id");
  }

  @Test
  void givenFilters_whenAsked_thenOnlyTheirEntriesTheNewestFirst() throws Exception {
    Instant second = InMemoryConsole.NOW.plusSeconds(120);

    assertThat(ids("")).containsExactly("id-3", "id-2", "id-1");
    assertThat(ids("?product=demo")).containsExactly("id-2", "id-1");
    assertThat(ids("?rollout=demo%2F1")).containsExactly("id-1");
    assertThat(ids("?who=bob")).containsExactly("id-3");
    assertThat(ids("?kind=change")).containsExactly("id-2");
    assertThat(ids("?from=" + second)).containsExactly("id-3", "id-2");
    assertThat(ids("?to=" + second)).containsExactly("id-1");
    String next = viewer.get("/audit?limit=2").json().path("next").asText();
    assertThat(ids("?limit=2&cursor=" + next)).containsExactly("id-1");
  }

  @Test
  void givenWrongFilters_whenAsked_thenEachIsSaid() throws Exception {
    for (String wrong : List.of("rollout=x", "kind=x", "from=x", "to=x", "product=%20")) {
      assertThat(viewer.get("/audit?" + wrong).status()).as(wrong).isEqualTo(400);
    }
    assertThat(viewer.get("/audit/export?format=xml").status()).isEqualTo(400);
    console.stateIsAway = true;
    assertThat(viewer.get("/audit/export").status()).isEqualTo(503);
  }

  @Test
  void givenManyEntries_whenExported_thenAllOfThemInEitherForm() throws Exception {
    for (int minute = 4; minute <= 2_500; minute++) {
      console.putAudit(entry(minute, AuditKind.CHANGE, "", "demo/2", "soaking", ""));
    }

    var lines = viewer.get("/audit/export");
    assertThat(lines.header("Content-Type")).isEqualTo("application/jsonl");
    assertThat(lines.body().lines()).hasSize(2_500).first().asString().contains("\"id-2500\"");
    var csv = viewer.get("/audit/export?format=csv");
    assertThat(csv.header("Content-Disposition")).contains("audit.csv");
    assertThat(csv.body().lines())
        .hasSize(2_501)
        .first()
        .isEqualTo("at,kind,who,subject,what,why,product,rollout,id");
    assertThat(csv.body())
        .contains("\"token revoked\",\"'=1+1, \"\"quoted\"\"\"")
        .contains("\"2026-11-21T10:01:00Z\",\"order\",\"ann\",\"demo/1\",\"pause\",\"lunch\"");
  }

  @Test
  void givenDevice_whenEnrolled_thenTheAuditLogHasItFirst() throws Exception {
    try (CheckedClient operator = console.as("operator")) {
      String key = "0".repeat(64);
      operator.post("/devices", "{\"id\":\"d9\",\"epoch\":2,\"publicKey\":\"%s\"}".formatted(key));
    }

    assertThat(console.sent)
        .hasSize(2)
        .first()
        .isEqualTo(
            new OrderRecorded(
                AuditKind.DEVICE,
                "d9",
                Optional.empty(),
                Optional.empty(),
                "device enrolled, epoch 2",
                "operator",
                ""));
  }
}
