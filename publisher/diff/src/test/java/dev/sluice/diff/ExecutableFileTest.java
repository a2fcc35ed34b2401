package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.patch.view.Pieces;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutableFileTest {
  @Test
  void givenFileThatGoesOnBehindAnExecutable_whenCutShort_thenItsRunsEndWithTheExecutable() {
    var first = new Pieces.Run(50, 0, 600);
    var file = Pieces.of(3000, List.of(first, new Pieces.Run(650, 1000, 512)));

    assertThat(ExecutableFile.beginning(file, 800).runs()).containsExactly(first);
    var longer = ExecutableFile.beginning(file, 1100);
    assertThat(longer.runs()).containsExactly(first, new Pieces.Run(650, 1000, 100));
    assertThat(longer.lengthBytes()).isEqualTo(1100);
  }
}
