package dev.sluice.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The drawing of the machine shows its states, and no others.
class DrawingTest {
  private static final Path DRAWING = Path.of("../../infra/docs/agent-state-machine.md");
  private static final Pattern ARROW = Pattern.compile("(?m)^ *(\\S+) --> (\\w+)");
  private static final List<String> GROUPS =
      List.of("Look", "Choose", "Patches", "Slices", "Switch", "InPlace", "Prove", "Follow", "[*]");

  @Test
  void givenTheDrawing_whenItsArrowsAreRead_thenTheyJoinEveryStateAndNothingElse()
      throws Exception {
    List<String> drawn =
        ARROW
            .matcher(Files.readString(DRAWING))
            .results()
            .flatMap((MatchResult arrow) -> Stream.of(arrow.group(1), arrow.group(2)))
            .filter(name -> !GROUPS.contains(name))
            .distinct()
            .toList();

    assertThat(drawn).containsExactlyInAnyOrderElementsOf(states().distinct().toList());
  }

  /// Those of every step, and those in which no step is under way.
  private static Stream<String> states() {
    Stream<String> ofSteps =
        Stream.of(Phase.class.getPermittedSubclasses())
            .map(step -> step.getRecordComponents()[0].getType())
            .flatMap(DrawingTest::states);
    Stream<String> between =
        Stream.of(Activity.class.getPermittedSubclasses())
            .filter(type -> !type.equals(Activity.Busy.class))
            .map(Class::getSimpleName);
    return Stream.concat(ofSteps, between);
  }

  private static Stream<String> states(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type.getSimpleName())
        : Stream.of(type.getPermittedSubclasses()).flatMap(DrawingTest::states);
  }
}
