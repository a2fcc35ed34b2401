package dev.sluice.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The compiler asks how a new state is written; this asks how it is read.
class StageCodecTest {
  private static final Instant TIME = Instant.parse("2026-11-21T10:00:00Z");
  private static final Position AT = new Position(1, 2);

  private static final List<Stage> STAGES =
      List.of(
          new Stage.WaitingForStart(),
          new Stage.WaitingForDeltas(TIME),
          new Stage.Signing(AT, 7, true),
          new Stage.Admitting(AT, 7),
          new Stage.Soaking(AT, 7, TIME),
          new Stage.Paused(new ResumePoint.InWave(AT), "smoke", 7, false),
          new Stage.Halted("smoke", 7, true),
          new Stage.WaitingForApproval(new Position(2, 0)),
          new Stage.Finishing(7),
          new Stage.Completed(8, false));

  private static final List<RingPhase> PHASES =
      List.of(
          new RingPhase.Waiting(),
          new RingPhase.Open(TIME, TIME.plusSeconds(1), new WaveShare.Part(7, 12)),
          new RingPhase.Done(TIME, TIME.plusSeconds(1), TIME.plusSeconds(2)));

  @Test
  void givenEveryStage_whenWrittenAndRead_thenIsTheSame() throws MalformedJsonException {
    requireAllOf(Stage.class, STAGES);

    for (Stage stage : STAGES) {
      assertThat(StageCodec.decode(StageCodec.encode(stage))).isEqualTo(stage);
    }
  }

  @Test
  void givenCompletedOfAnEarlierVersion_whenRead_thenNothingIsWaitedFor()
      throws MalformedJsonException {
    var earlier = JsonObject.builder().put("type", "completed").build();

    assertThat(StageCodec.decode(earlier)).isEqualTo(new Stage.Completed(0, true));
  }

  @Test
  void givenEveryPhase_whenWrittenAndRead_thenIsTheSame() throws MalformedJsonException {
    requireAllOf(RingPhase.class, PHASES);

    for (RingPhase phase : PHASES) {
      assertThat(StageCodec.phase(StageCodec.encode(phase))).isEqualTo(phase);
    }
  }

  private static <T> void requireAllOf(Class<T> type, List<? extends T> examples) {
    assertThat(examples.stream().map(example -> example.getClass().getName()))
        .as("one example of each %s", type.getSimpleName())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(type.getPermittedSubclasses()).map(Class::getName).toList());
  }
}
