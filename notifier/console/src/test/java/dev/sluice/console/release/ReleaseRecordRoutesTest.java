package dev.sluice.console.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.contract.CheckedClient;
import dev.sluice.console.InMemoryConsole;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.Installer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReleaseRecordRoutesTest {
  private InMemoryConsole console;
  private CheckedClient viewer;

  @BeforeEach
  void start() throws Exception {
    console = InMemoryConsole.start();
    viewer = console.as("viewer");
  }

  @AfterEach
  void stop() {
    viewer.close();
    console.close();
  }

  @Test
  void givenProductWhoseNameBeginsAnother_whenPaged_thenEachReleaseComesOnceInTheListsOrder()
      throws Exception {
    for (int counter = 1; counter <= 2; counter++) {
      console.putRelease("app", "1." + counter, counter, true);
      console.putRelease("app-beta", "2." + counter, counter, true);
    }

    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = viewer.get("/release-records?limit=1" + cursor).json();
      page.path("items").forEach(item -> seen.add(item.path("version").asText()));
      cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!cursor.isEmpty() && seen.size() < 10);

    assertThat(seen).containsExactly("1.2", "1.1", "2.2", "2.1");
  }

  @Test
  void givenFlags_whenShown_thenTheReleaseSaysThatItIsNoFile() throws Exception {
    console.putRelease("demo", "1.0", 1, true);
    console.putRelease("demo-flags", "1", 1, true, Installer.FLAGS);

    assertThat(viewer.get("/release-records/demo/1.0").json().path("kind").asText())
        .isEqualTo("file");
    assertThat(viewer.get("/release-records/demo-flags/1").json().path("kind").asText())
        .isEqualTo("flags");
  }

  @Test
  void givenPatches_whenReleasesAreShown_thenEachNamesTheVersionOfItsProductThatItStartsFrom()
      throws Exception {
    console.putRelease("demo", "1.0", 1, true);
    console.putRelease("demo", "1.1", 2, true);

    JsonNode listed = viewer.get("/release-records?limit=1").json().at("/items/0");
    JsonNode shown = viewer.get("/release-records/demo/1.1").json();

    assertThat(shown).isEqualTo(listed);
    assertThat(shown.at("/artifacts/0/patches"))
        .extracting(patch -> patch.path("baseVersion").asText())
        .containsExactly("1.0", "");
  }

  @Test
  void givenReleaseThatAPolicyNamesAsFloor_whenWithdrawn_thenRefusedInWordsUntilNoPolicyDoes()
      throws Exception {
    console.put("demo/1", "completed");
    String version =
        console.find(RolloutId.parse("demo/1")).orElseThrow().release().version().value();
    console.putRelease("demo", version, 1, true);
    String withdrawal = "/release-records/demo/%s/withdrawal".formatted(version);
    String reason = "{\"reason\":\"old\"}";

    try (var operator = console.as("operator");
        var publisher = console.as("publisher")) {
      operator.put("/policies/demo", "application/yaml", "rings: [] # floor " + version);
      var refused = publisher.post(withdrawal, reason);
      operator.put("/policies/demo", "application/yaml", "rings: []");
      var taken = publisher.post(withdrawal, reason);

      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.json().path("detail").asText())
          .isEqualTo("release demo/%s: devices pass through it".formatted(version));
      assertThat(refused.json().path("received").asText())
          .isEqualTo("version 1 of the policy of demo names [%s]".formatted(version));
      assertThat(taken.status()).isEqualTo(202);
    }
  }
}
