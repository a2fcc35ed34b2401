package dev.sluice.rollout.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.device.NodeId;
import dev.sluice.events.report.NodeReported;
import dev.sluice.events.report.NodeTraffic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NodeRecordTest {
  private static final NodeId NODE = new NodeId("tier-2");
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  /// Buckets as a keeper has them.
  private final Map<Instant, NodeTraffic> buckets = new TreeMap<>();

  private Optional<NodeRecord> record = Optional.empty();
  private Instant now = START;

  @Test
  void givenReports_whenTheyCome_thenWhatIsNewIsCountedInItsTime() {
    say(START, minutes(1), 100);
    say(START, minutes(2), 250);
    say(START, minutes(7), 300);

    assertThat(total()).isEqualTo(300);
    assertThat(buckets.keySet()).containsExactly(START, START.plus(Buckets.LENGTH));
    assertThat(hits(START)).as("three of the five minutes before 10:05").isEqualTo(250 + 30);
    assertThat(record.orElseThrow().latest().traffic().hitBytes()).isEqualTo(300);
    assertThat(record.orElseThrow().heardAt()).isEqualTo(minutes(7));
  }

  @Test
  void givenReports_whenTheyAreDoubledLostAndReordered_thenEachByteCountsOnce() {
    say(START, minutes(1), 100);
    say(START, minutes(3), 300);
    say(START, minutes(2), 200);
    say(START, minutes(3), 300);
    say(START, minutes(1), 100);

    assertThat(total()).isEqualTo(300);
    assertThat(record.orElseThrow().reportedAt()).isEqualTo(minutes(3));
  }

  @Test
  void givenNode_whenItStartsAnew_thenItsFiguresAreAddedAndLateOnesCountOnce() {
    Instant second = minutes(10);
    say(START, minutes(1), 100);
    say(second, minutes(11), 40);
    assertThat(total()).isEqualTo(140);

    say(START, minutes(9), 130); // sent before it stopped, came late
    say(START, minutes(9), 130);
    say(second, minutes(12), 50);

    assertThat(total()).isEqualTo(180);
    assertThat(record.orElseThrow().latest()).isEqualTo(start(second, 50));
  }

  @Test
  void givenNodeWhoseClockWasSetBack_whenItStartsAnew_thenItIsBelieved() {
    say(START, minutes(1), 100);
    say(Instant.EPOCH, Instant.EPOCH.plusSeconds(60), 10);
    assertThat(record.orElseThrow().latest().startedAt()).isEqualTo(Instant.EPOCH);
    assertThat(total()).as("what its clock puts into 1970 belongs to no time").isEqualTo(100);

    say(Instant.EPOCH, minutes(3), 25);
    assertThat(record.orElseThrow().latest().traffic().hitBytes()).isEqualTo(25);
  }

  @Test
  void givenNodeThatWasCutOff_whenItReportsAgain_thenItsBytesAreSpreadOverTheTime() {
    say(START, START, 0);
    say(START, minutes(60), 1_200);

    assertThat(total()).isEqualTo(1_200);
    assertThat(buckets).hasSize(13);
    assertThat(hits(minutes(30))).isEqualTo(100);
  }

  @Test
  void givenNodeThatWasAwayForWeeks_whenItReports_thenOnlyWhatIsKeptIsCounted() {
    now = START.plus(Duration.ofDays(14));
    say(START, now, 1_400);

    assertThat(total()).isBetween(700L, 701L);
    assertThat(buckets.keySet()).allMatch(at -> !at.isBefore(Buckets.oldest(now)));
    assertThat(buckets).hasSizeLessThanOrEqualTo(2_017);
  }

  @Test
  void givenMoreStartsThanAreRemembered_whenStored_thenTheSameComesBack() {
    for (int i = 0; i < 9; i++) {
      say(minutes(i), minutes(i), Long.MAX_VALUE >>> 7);
    }

    NodeRecord kept = record.orElseThrow();
    assertThat(kept.starts()).hasSize(NodeRecord.KEPT_STARTS);
    assertThat(NodeRecord.decode(kept.encode())).isEqualTo(kept);
    assertThat(total()).as("sums end somewhere").isPositive();
  }

  private void say(Instant startedAt, Instant at, long hitBytes) {
    now = at.isAfter(now) ? at : now;
    var said = new NodeReported(NODE, startedAt, 2, "tier-1", 60, traffic(hitBytes));
    NodeRecord.Heard heard =
        record
            .map(known -> known.with(said, at, now))
            .orElseGet(() -> NodeRecord.first(said, at, now));
    record = Optional.of(heard.record());
    heard
        .added()
        .ifPresent(
            added ->
                Buckets.spread(added, now)
                    .forEach((start, part) -> buckets.merge(start, part, NodeTraffic::plus)));
  }

  private static NodeTraffic traffic(long hitBytes) {
    return new NodeTraffic(
        NodeTraffic.Sent.NONE,
        new NodeTraffic.Sent(hitBytes, 0),
        NodeTraffic.Sent.NONE,
        hitBytes / 2);
  }

  private static NodeRecord.Start start(Instant at, long hitBytes) {
    return new NodeRecord.Start(at, traffic(hitBytes));
  }

  private long hits(Instant start) {
    return buckets.getOrDefault(start, NodeTraffic.NONE).hitBytes();
  }

  private long total() {
    List<NodeTraffic> parts = new ArrayList<>(buckets.values());
    return parts.stream().mapToLong(NodeTraffic::hitBytes).sum();
  }

  private static Instant minutes(int minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }
}
