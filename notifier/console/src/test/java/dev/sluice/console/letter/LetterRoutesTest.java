package dev.sluice.console.letter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.contract.CheckedClient;
import dev.sluice.console.InMemoryConsole;
import dev.sluice.events.ByteString;
import dev.sluice.events.letter.DeadLetter;
import dev.sluice.events.letter.DeadLetterDiscarded;
import dev.sluice.events.letter.ReplayOrdered;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LetterRoutesTest {
  private static final String RELEASES = "sluice.releases";

  private InMemoryConsole console;
  private CheckedClient operator;

  @BeforeEach
  void start() throws Exception {
    console = InMemoryConsole.start();
    operator = console.as("operator");
  }

  @AfterEach
  void stop() {
    operator.close();
    console.close();
  }

  private static DeadLetter letter(String topic, String key, String reason, String data) {
    return new DeadLetter(
        topic,
        key,
        reason,
        "notifier",
        ByteString.of(data.getBytes(StandardCharsets.UTF_8)),
        List.of(
            new DeadLetter.Header("ce_id", ByteString.of(new byte[] {'7'})),
            new DeadLetter.Header("api-token", ByteString.of(new byte[] {'x'}))),
        Optional.empty());
  }

  private List<String> ids(String query) throws Exception {
    return operator.get("/dead-letters" + query).json().path("items").findValuesAsText("id");
  }

  @Test
  void givenLetters_whenListed_thenByEachFilter() throws Exception {
    console.putLetter("l1", letter(RELEASES, "demo/1", "no counter", "{}"));
    console.putLetter("l2", letter("sluice.confirmations", "d-1", "bad Signature", "{}"));
    operator.post("/dead-letters/l1/discards", "{\"reason\":\"a test\"}");

    assertThat(ids("")).containsExactly("l2", "l1");
    assertThat(ids("?state=open")).containsExactly("l2");
    assertThat(ids("?topic=" + RELEASES)).containsExactly("l1");
    assertThat(ids("?key=d-")).containsExactly("l2");
    assertThat(ids("?reason=signature")).containsExactly("l2");
    assertThat(operator.get("/dead-letters?state=x").status()).isEqualTo(400);
    assertThat(console.sent)
        .containsExactly(new DeadLetterDiscarded("l1", "demo/1", "operator", "a test"));
  }

  @Test
  void givenRecords_whenShown_thenJsonOrHexAndNoSecrets() throws Exception {
    console.putLetter("l1", letter(RELEASES, "demo/1", "no", "{\"a\":{\"apiToken\":\"s3cret\"}}"));
    console.putLetter("l2", letter(RELEASES, "demo/1", "no", "~".repeat(5_000)));
    console.putLetter("l3", letter("sluice.principals", "ci", "no", "{\"a\":1}"));

    var json = operator.get("/dead-letters/l1");
    assertThat(json.json().at("/payload/form").asText()).isEqualTo("json");
    assertThat(json.json().at("/payload/text").asText()).contains("apiToken", "(withheld)");
    assertThat(json.json().at("/headers/0/value").asText()).isEqualTo("7");
    assertThat(json.json().at("/headers/1/value").asText()).isEqualTo("(withheld)");
    assertThat(json.body()).doesNotContain("s3cret");
    var hex = operator.get("/dead-letters/l2").json().path("payload");
    assertThat(hex.path("form").asText()).isEqualTo("hex");
    assertThat(hex.path("text").asText()).startsWith("7e 7e").hasSizeLessThan(13_000);
    assertThat(hex.path("isCut").asBoolean()).isTrue();
    assertThat(operator.get("/dead-letters/l3").json().at("/payload/form").asText())
        .isEqualTo("withheld");
    assertThat(operator.get("/dead-letters/none").status()).isEqualTo(404);
  }

  @Test
  void givenLetter_whenReplayed_thenOneOrderForEachRequest() throws Exception {
    console.putLetter("l1", letter(RELEASES, "demo/1", "no", "{}"));

    operator.post("/dead-letters/l1/replays", "{\"reason\":\"mended\"}", "k1");
    operator.post("/dead-letters/l1/replays", "{\"reason\":\"mended\"}", "k1");
    assertThat(console.sent)
        .containsExactly(new ReplayOrdered("l1", "demo/1", 0, 0, "operator", "mended"));
    var again = operator.post("/dead-letters/l1/replays", "{}");
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.json().path("state").asText()).isEqualTo("replayed");
    assertThat(console.sent).hasSize(2);
    assertThat(operator.post("/dead-letters/l1/discards", "{\"reason\":\"x\"}").status())
        .isEqualTo(409);
  }

  @Test
  void givenLettersOfOrdersAndOtherProducts_whenDecided_thenOnlyWhoMay() throws Exception {
    console.putLetter("orders", letter("sluice.rollout-commands", "demo/1", "no", "{}"));
    console.putLetter("other", letter(RELEASES, "acme/1", "no", "{}"));
    console.putLetter("internal", letter("sluice.notifier-counts", "x", "no", "{}"));
    console.putLetter("cut", letter(RELEASES, "demo/1", "no (data cut from 9 bytes)", "{}"));
    console.putLetter("device", letter("sluice/device/d-1/report", "d-1", "no", "{}"));

    for (String mine : List.of("orders", "other")) {
      assertThat(operator.post("/dead-letters/" + mine + "/replays", "{}").status())
          .as(mine)
          .isEqualTo(403);
    }
    for (String impossible : List.of("internal", "cut")) {
      assertThat(operator.post("/dead-letters/" + impossible + "/replays", "{}").status())
          .as(impossible)
          .isEqualTo(409);
    }
    assertThat(operator.post("/dead-letters/internal/discards", "{}").status()).isEqualTo(422);
    assertThat(operator.post("/dead-letters/device/replays", "{}").status()).isEqualTo(202);
    try (CheckedClient admin = console.as("admin")) {
      assertThat(admin.post("/dead-letters/orders/replays", "{}").status()).isEqualTo(202);
    }
  }
}
