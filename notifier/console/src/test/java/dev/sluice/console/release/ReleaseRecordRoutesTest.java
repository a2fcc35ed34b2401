package dev.sluice.console.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.api.contract.CheckedClient;
import dev.sluice.console.InMemoryConsole;
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
}
