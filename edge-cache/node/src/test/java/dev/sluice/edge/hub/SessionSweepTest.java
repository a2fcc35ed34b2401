package dev.sluice.edge.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/// Row by row of the table of [SessionSweep].
class SessionSweepTest {
  private static final Set<String> SESSIONS = Set.of("a", "b");

  private final SessionSweep sweep = new SessionSweep();

  @Test
  void givenPrincipalThatLeft_whenLookedForTwice_thenItsSessionEnds() {
    assertThat(sweep.look(SESSIONS, Set.of("a", "b"))).isEmpty();
    assertThat(sweep.look(SESSIONS, Set.of("a"))).isEmpty();
    assertThat(sweep.look(SESSIONS, Set.of("a"))).containsExactly("b");
  }

  @Test
  void givenPrincipalThatIsBackByTheNextLook_whenLookedFor_thenItsSessionStays() {
    assertThat(sweep.look(SESSIONS, Set.of("a"))).isEmpty();
    assertThat(sweep.look(SESSIONS, Set.of("a", "b"))).isEmpty();
    assertThat(sweep.look(SESSIONS, Set.of("a"))).isEmpty();
  }

  @Test
  void givenFileThatCannotBeRead_whenLookedFor_thenNoSessionEnds() {
    assertThat(sweep.look(SESSIONS, Set.of("a"))).isEmpty();
    assertThat(sweep.look(SESSIONS, Set.of())).isEmpty();
    assertThat(sweep.look(SESSIONS, Set.of("a"))).isEmpty();
  }
}
