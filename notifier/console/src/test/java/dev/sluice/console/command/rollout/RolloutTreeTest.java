package dev.sluice.console.command.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.console.command.terminal.Ink;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutTreeTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:05:00Z");

  private static final String ROLLOUT =
      """
      {"id": "press-firmware/12", "release": "press-firmware/4.2.0", "counter": 12,
       "state": "admitting", "at": "2026-11-21T10:01:30Z",
       "reason": "ring early: waiting: 412 of 1000 confirmed (500 needed), failure rate ≤ 0.57 % at 90 % confidence, limit 2 %",
       "rings": [
        {"name": "canary", "state": "done", "wave": 1, "waves": 1, "devices": 20, "admitted": 20,
         "confirmed": 20, "failed": 0, "inconclusive": 0, "silent": 0, "causes": []},
        {"name": "early", "state": "admitting", "wave": 1, "waves": 3, "devices": 100000,
         "admitted": 1000, "confirmed": 412, "failed": 3, "inconclusive": 0, "silent": 12,
         "speed": "61 of 412 took longer than 4m10s, twice the 90 % time of 4.1.0, limit 20 %",
         "causes": [{"code": "unhealthy", "step": "health", "hardware": "board-a", "from": "4.1.0",
         "devices": 3}]},
        {"name": "a-ring-with-a-very-long-name", "state": "waiting", "wave": 0, "waves": 2,
         "devices": 900000, "admitted": 0, "confirmed": 0, "failed": 0, "inconclusive": 0,
         "silent": 0, "causes": [], "held": {"bad-board": 1200, "old-loader": 1}}]}
      """;

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 120, 240})
  void givenAnyWidth_whenDrawn_thenNoLineIsWider(int columns) throws Exception {
    assertThat(lines(columns, true))
        .extracting(line -> line.replaceAll("\u001b\\[\\d+m", ""))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(columns));
  }

  @Test
  void givenRollout_whenDrawn_thenRingsCountsGateAndCausesCanBeRead() throws Exception {
    assertThat(lines(120, false))
        .containsExactly(
            "press-firmware/4.2.0  rollout press-firmware/12  admitting for 3 min",
            "ring early: waiting: 412 of 1000 confirmed (500 needed), failure rate ≤ 0.57 % at 90 % confidence, limit 2 %",
            "",
            "├─ ✔ canary            done       wave 1/1  ████████████████████████ 20 of 20 confirmed",
            "├─ ◷ early             admitting  wave 1/3  █▓▒░····················",
            "│    412 of 100,000 confirmed, 3 failed, 12 silent, 573 pending",
            "│    61 of 412 took longer than 4m10s, twice the 90 % time of 4.1.0, limit 20 %",
            "│    ✖ 3 unhealthy at health, hardware board-a, from 4.1.0",
            "└─ · a-ring-with-a-v…  waiting    wave 0/2  ························",
            "     0 of 900,000 confirmed, 1,200 held by bad-board, 1 held by old-loader");
  }

  private static List<String> lines(int columns, boolean isColoured)
      throws JsonProcessingException {
    JsonNode rollout = new ObjectMapper().readTree(ROLLOUT);
    return new RolloutTree(rollout, new Ink(isColoured), () -> NOW).lines(columns);
  }
}
