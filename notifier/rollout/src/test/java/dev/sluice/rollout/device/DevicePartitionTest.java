package dev.sluice.rollout.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.SignatureCheck;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rings.Selector;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.rollout.count.PartitionReport;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.fake.PartitionInMemory;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DevicePartitionTest {
  private static final ProductName PRODUCT = new ProductName("gateway");
  private static final RolloutId ROLLOUT = new RolloutId(PRODUCT, 5);
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Digest ARTIFACT = Digest.sha256(new byte[] {1});

  private final PartitionInMemory kept = new PartitionInMemory();
  private final DevicePartition partition = started(kept);
  private final TestDevice device = new TestDevice("device-1");

  @Test
  void givenConfirmation_whenItComesAgain_thenTheDeviceCountsOnce() {
    partition.countUnder(document(1));
    enrol(partition, device);
    var confirmation = confirmation(device, Outcome.INSTALLED, 0);

    var first = partition.confirm(confirmation, NOW);
    var again = partition.confirm(confirmation, NOW.plusSeconds(1));

    assertThat(first.findFirst(ROLLOUT)).isEqualTo(kept.findDevice(device.id()));
    assertThat(again.decision()).isInstanceOf(DeviceDecision.Ignored.class);
    assertThat(again.findFirst(ROLLOUT)).isEmpty();
    assertThat(counts(partition)).isEqualTo(new RingCounts(1, 1, 1, 0, 0));
  }

  /// However messages are doubled and mixed, and wherever a process takes over from another.
  @Test
  void givenMessagesDoubledAndMixed_whenCounted_thenAsIfAllDevicesWereCountedAnew() {
    var devices = IntStream.range(0, 5).mapToObj(i -> new TestDevice("device-" + i)).toList();
    Property.check(
        "a partition counts what it holds",
        50,
        seed -> {
          var store = new PartitionInMemory();
          var counting = started(store);
          List<Consumer<DevicePartition>> messages = new ArrayList<>();
          messages.add(of -> of.countUnder(document(1)));
          messages.add(of -> of.countUnder(document(2)));
          for (TestDevice each : devices) {
            messages.add(of -> enrol(of, each));
            var outcome = seed.pick(List.of(Outcome.values()));
            var confirmation = confirmation(each, outcome, seed.nextInt(3));
            messages.add(of -> confirm(of, confirmation));
          }
          messages.addAll(List.copyOf(messages));

          for (var message : seed.shuffled(messages)) {
            message.accept(counting);
            if (seed.chance(0.1)) {
              counting = started(store);
            }
          }

          assertThat(counting.findDocument(PRODUCT)).contains(document(2));
          assertThat(counts(counting)).isEqualTo(countedAnew(store));
        });
  }

  @Test
  void givenReportTaken_whenNothingElseIsCounted_thenNoneFollowsAndRevisionsRiseOverRestarts() {
    partition.countUnder(document(1));
    enrol(partition, device);

    assertThat(partition.takeChanged().values())
        .singleElement()
        .isEqualTo(report(1, new RingCounts(1, 1, 0, 0, 0)));
    enrol(partition, device);
    var restarted = started(kept);
    assertThat(partition.takeChanged()).isEmpty();
    assertThat(restarted.takeChanged()).isEmpty();
    assertThat(restarted.confirm(confirmation(device, Outcome.FAILED, 0), NOW).decision())
        .isInstanceOf(DeviceDecision.Updated.class);
    assertThat(restarted.takeChanged().values())
        .singleElement()
        .isEqualTo(new PartitionReport(0, 1, 1, 2, Map.of("broad", countedAnewReport(kept))));
  }

  @Test
  void givenDocumentOfALaterSequence_whenAnEarlierOneComes_thenTheLaterHolds() {
    partition.countUnder(document(2));
    partition.countUnder(document(1));

    assertThat(partition.findDocument(PRODUCT)).contains(document(2));
    assertThat(kept.documents()).containsExactly(document(2));
  }

  @Test
  void givenReport_whenItComesAgain_thenItsStepsAreNoNews() {
    enrol(partition, device);
    var step = new UpdateStep(1, NOW, ROLLOUT, 1, new Progress.Started());
    var report = new DeviceReported(device.id(), 1, new TreeSet<>(), List.of(), List.of(step), 1);

    assertThat(partition.report(report, NOW).news()).containsExactly(step);
    assertThat(partition.report(report, NOW).news()).isEmpty();
    assertThat(kept.timelineOf(device.id()).steps()).containsExactly(step);
  }

  @Test
  void givenMessagesOfADeviceThatNobodyEnrolled_whenHandled_thenNothingIsKept() {
    var report = new DeviceReported(device.id(), 1, List.of());

    assertThat(partition.report(report, NOW).decision())
        .isInstanceOf(DeviceDecision.NotEnrolled.class);
    assertThat(partition.confirm(confirmation(device, Outcome.INSTALLED, 0), NOW).decision())
        .isInstanceOf(DeviceDecision.NotEnrolled.class);
    assertThat(kept.findDevice(device.id())).isEmpty();
    assertThat(partition.hasChanged()).isFalse();
  }

  private static DevicePartition started(PartitionStore kept) {
    return new DevicePartition(0, 1, kept, SignatureCheck.PORTABLE);
  }

  private static void enrol(DevicePartition partition, TestDevice device) {
    assertThat(partition.enrol(device.enrolment(1, DeviceAttributes.none()), NOW).decision())
        .isNotInstanceOf(DeviceDecision.Refused.class);
  }

  private static void confirm(DevicePartition partition, SignedConfirmation confirmation) {
    assertThat(partition.confirm(confirmation, NOW).decision())
        .isNotInstanceOf(DeviceDecision.Refused.class);
  }

  /// What it counts, of which nothing was taken yet.
  private static RingCounts counts(DevicePartition partition) {
    return broad(partition.takeChanged().values().iterator().next().rings()).counts();
  }

  private static RingCounts countedAnew(PartitionStore kept) {
    return countedAnewReport(kept).counts();
  }

  private static RingReport countedAnewReport(PartitionStore kept) {
    var tally = new PartitionTally(kept.documents().getFirst());
    kept.forEachDevice(tally::add);
    return broad(tally.reports());
  }

  private static RingReport broad(Map<String, RingReport> rings) {
    return rings.getOrDefault("broad", RingReport.NONE);
  }

  private static PartitionReport report(long revision, RingCounts counts) {
    return new PartitionReport(0, 1, 1, revision, Map.of("broad", RingReport.of(counts)));
  }

  private static SignedConfirmation confirmation(
      TestDevice device, Outcome outcome, int afterSeconds) {
    return device.sign(
        new Confirmation(
            device.id(),
            1,
            ReleaseId.parse("gateway/1.5"),
            5,
            ROLLOUT,
            ARTIFACT,
            outcome,
            OutcomeReason.none(),
            NOW.plusSeconds(afterSeconds)));
  }

  private static RingsDocument document(long sequence) {
    var release = new ReleaseRef(ReleaseId.parse("gateway/1.5"), 5, ARTIFACT);
    var next =
        new NextRelease(
            release, ROLLOUT, 1_000_000, NOW, Duration.ZERO, NextState.ADMITTING, 1, false);
    return new RingsDocument(
        PRODUCT,
        sequence,
        List.of(new Ring("broad", new Selector.Everyone(), new Current.None(), next)));
  }
}
