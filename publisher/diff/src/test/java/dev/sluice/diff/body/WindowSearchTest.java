package dev.sluice.diff.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.match.EditScript;
import dev.sluice.patch.body.Window;
import dev.sluice.patch.body.Workspace;
import org.junit.jupiter.api.Test;

class WindowSearchTest {
  private static final long OLD_BYTES = 1 << 20;

  private static EditScript copies() {
    var script = new EditScript();
    script.add(100, 50_000, 0);
    script.add(700_000, 200_000, 1000);
    return script;
  }

  @Test
  void givenCopies_whenChosen_thenTheWindowHoldsMostOfThem() {
    var workspace = Workspace.ofDictionary(19, 18, 0);

    var window = WindowSearch.find(copies(), 0, 251_000, OLD_BYTES, workspace);

    assertThat(window.lengthBytes()).isEqualTo(1 << 18);
    assertThat(window.start()).isLessThanOrEqualTo(700_000);
    assertThat(window.start() + window.lengthBytes()).isGreaterThanOrEqualTo(900_000);
  }

  @Test
  void givenNoRoomForWindows_whenChosen_thenThereIsNone() {
    var workspace = Workspace.ofDictionary(12, 0, 0);

    assertThat(WindowSearch.find(copies(), 0, 251_000, OLD_BYTES, workspace))
        .isEqualTo(Window.NONE);
  }
}
