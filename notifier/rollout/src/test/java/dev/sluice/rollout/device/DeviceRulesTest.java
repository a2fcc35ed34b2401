package dev.sluice.rollout.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.sluice.events.EventCodec;
import dev.sluice.events.StampedEvent;
import dev.sluice.events.condition.Condition;
import dev.sluice.events.confirmation.Confirmation;
import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.confirmation.OutcomeReason;
import dev.sluice.events.confirmation.SignedConfirmation;
import dev.sluice.events.device.DeviceAttributes;
import dev.sluice.events.device.DevicePublicKey;
import dev.sluice.events.flag.DeviceFlags;
import dev.sluice.events.inventory.DeviceState;
import dev.sluice.events.inventory.Running;
import dev.sluice.events.report.DeviceEnrolled;
import dev.sluice.events.report.DeviceReported;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.ReleaseRef;
import dev.sluice.events.rings.Ring;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.events.rings.Selector;
import dev.sluice.events.rollout.FailureCause;
import dev.sluice.events.rollout.FailureCauses;
import dev.sluice.events.safeguard.SafeguardHold;
import dev.sluice.events.safeguard.Safeguards;
import dev.sluice.release.ProductName;
import dev.sluice.release.ReleaseId;
import dev.sluice.release.Version;
import dev.sluice.release.flags.FlagName;
import dev.sluice.rollout.count.Passages;
import dev.sluice.rollout.count.RingCounts;
import dev.sluice.rollout.count.RingReport;
import dev.sluice.rollout.count.RingTimes;
import dev.sluice.rollout.count.TimeCounts;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeviceRulesTest {
  private static final ProductName PRODUCT = new ProductName("gateway");
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
  private static final Digest ARTIFACT = Digest.sha256(new byte[] {1});

  private final TestDevice device = new TestDevice("device-1");
  private final DeviceRecord record = enrolled(device, 1, DeviceAttributes.none());

  @Test
  void givenRecord_whenEnrolledWithHigherEpoch_thenBeginsAnew() {
    DeviceRecord confirmed = updated(confirm(record, Outcome.INSTALLED, 5, 1));

    DeviceRecord anew =
        updated(
            DeviceRules.enrolAgain(confirmed, device.enrolment(2, DeviceAttributes.none()), NOW));

    assertThat(anew.outcomes()).isEmpty();
    assertThat(anew.state().running()).isEmpty();
    assertThat(anew.state().epoch()).isEqualTo(2);
  }

  @Test
  void givenRecord_whenEnrolledAgain_thenOnlyAttributesMayChange() {
    DeviceEnrolled same = device.enrolment(1, DeviceAttributes.none());
    DeviceEnrolled tagged = device.enrolment(1, DeviceAttributes.of(Set.of("canary"), Map.of()));
    DeviceEnrolled older = device.enrolment(0, DeviceAttributes.none());
    DeviceEnrolled otherKey =
        new DeviceEnrolled(
            same.device(), 1, new TestDevice("other").publicKey(), same.attributes());

    assertThat(DeviceRules.enrolAgain(record, same, NOW))
        .isInstanceOf(DeviceDecision.Ignored.class);
    assertThat(DeviceRules.enrolAgain(record, older, NOW))
        .isInstanceOf(DeviceDecision.Ignored.class);
    assertThat(DeviceRules.enrolAgain(record, otherKey, NOW))
        .isInstanceOf(DeviceDecision.Refused.class);
    assertThat(updated(DeviceRules.enrolAgain(record, tagged, NOW)).state().attributes().tags())
        .containsExactly("canary");
  }

  @Test
  void givenRecord_whenReported_thenRunsThat() {
    var running = new Running(PRODUCT, ReleaseId.parse("gateway/1.0").version(), 4, ARTIFACT);
    var report = new DeviceReported(device.id(), 1, List.of(running));

    assertThat(
            updated(DeviceRules.report(record, report, DeviceTimeline.EMPTY, NOW))
                .state()
                .running())
        .containsExactly(running);
    assertThat(
            DeviceRules.report(
                record, new DeviceReported(device.id(), 2, List.of()), DeviceTimeline.EMPTY, NOW))
        .isInstanceOf(DeviceDecision.NotEnrolled.class);
    assertThat(
            DeviceRules.report(
                record, new DeviceReported(device.id(), 0, List.of()), DeviceTimeline.EMPTY, NOW))
        .isInstanceOf(DeviceDecision.Ignored.class);
  }

  @Test
  void givenRecord_whenConfirmedAsInstalled_thenRunsTheRelease() {
    DeviceRecord next = updated(confirm(record, Outcome.INSTALLED, 5, 1));

    assertThat(next.state().running()).extracting(Running::counter).containsExactly(5L);
    assertThat(next.findOutcome(new RolloutId(PRODUCT, 5)))
        .contains(
            new LatestOutcome(
                new RolloutId(PRODUCT, 5),
                1,
                Outcome.INSTALLED,
                OutcomeReason.none(),
                NOW.plusSeconds(1)));
  }

  @Test
  void givenForgedConfirmation_whenConfirmed_thenRefused() {
    SignedConfirmation forged =
        new TestDevice("attacker").sign(confirmation(Outcome.INSTALLED, 1, 5, 1));

    assertThat(DeviceRules.confirm(record, forged, NOW))
        .isInstanceOfSatisfying(
            DeviceDecision.Refused.class,
            refused -> assertThat(refused.reason()).contains("signature"));
  }

  @Test
  void givenOtherEpoch_whenConfirmed_thenRefusedIfOverAndNotEnrolledIfToCome() {
    assertThat(
            DeviceRules.confirm(record, device.sign(confirmation(Outcome.INSTALLED, 0, 5, 1)), NOW))
        .isInstanceOf(DeviceDecision.Refused.class);
    assertThat(
            DeviceRules.confirm(record, device.sign(confirmation(Outcome.INSTALLED, 2, 5, 1)), NOW))
        .isInstanceOf(DeviceDecision.NotEnrolled.class);
  }

  @Test
  void givenRolloutOfAnotherProduct_whenConfirmed_thenRefused() {
    Confirmation mixed =
        new Confirmation(
            device.id(),
            1,
            ReleaseId.parse("gateway/1.5"),
            5,
            RolloutId.parse("camera/5"),
            ARTIFACT,
            Outcome.INSTALLED,
            OutcomeReason.none(),
            NOW);

    assertThat(DeviceRules.confirm(record, device.sign(mixed), NOW))
        .isInstanceOf(DeviceDecision.Refused.class);
  }

  @Test
  void givenConfirmations_whenTheyComeInAnyOrderAndTwice_thenCountIsTheSame() {
    Property.check(
        "any order of confirmations gives one count",
        60,
        seed -> {
          List<SignedConfirmation> confirmations = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            Outcome outcome = seed.pick(List.of(Outcome.values()));
            confirmations.add(
                device.sign(
                    attempt(
                        1 + seed.nextInt(3),
                        confirmation(outcome, 1, 4 + seed.nextInt(2), seed.nextInt(4)))));
          }
          confirmations.addAll(List.copyOf(confirmations));

          RingsDocument document = document(1 + seed.nextInt(3));
          PartitionTally ordered = tallied(document, confirmations);
          PartitionTally shuffled = tallied(document, seed.shuffled(confirmations));

          assertThat(shuffled.totals()).isEqualTo(ordered.totals());
          assertThat(ordered.totals().values())
              .singleElement()
              .matches(counts -> counts.devices() == 1);
        });
  }

  @Test
  void givenFailedThenInstalled_whenCounted_thenOneDevice() {
    PartitionTally tally =
        tallied(
            List.of(
                device.sign(confirmation(Outcome.FAILED, 1, 5, 1)),
                device.sign(confirmation(Outcome.INSTALLED, 1, 5, 2))));

    assertThat(tally.totals()).containsEntry("broad", new RingCounts(1, 1, 1, 0, 0));
  }

  @Test
  void givenFailure_whenAskedAgain_thenPendingUntilTheDeviceHasMadeTheAttempt() {
    SignedConfirmation first = device.sign(confirmation(Outcome.FAILED, 1, 5, 1));
    SignedConfirmation again = device.sign(attempt(2, confirmation(Outcome.FAILED, 1, 5, 2)));
    SignedConfirmation well = device.sign(attempt(2, confirmation(Outcome.INSTALLED, 1, 5, 3)));

    assertThat(tallied(document(2), List.of(first)).totals())
        .containsEntry("broad", new RingCounts(1, 1, 0, 0, 0));
    assertThat(broad(tallied(document(2), List.of(first))).causes()).isEqualTo(FailureCauses.NONE);
    assertThat(tallied(document(2), List.of(again, first)).totals())
        .containsEntry("broad", new RingCounts(1, 1, 0, 1, 0));
    assertThat(tallied(document(2), List.of(well, again, first)).totals())
        .containsEntry("broad", new RingCounts(1, 1, 1, 0, 0));
    assertThat(tallied(document(3), List.of(well)).totals())
        .containsEntry("broad", new RingCounts(1, 1, 1, 0, 0));
  }

  @Test
  void givenFailureOfTheDevicesOwn_whenCounted_thenInconclusive() {
    Confirmation full =
        new Confirmation(
            device.id(),
            1,
            ReleaseId.parse("gateway/1.5"),
            5,
            new RolloutId(PRODUCT, 5),
            ARTIFACT,
            Outcome.FAILED,
            new OutcomeReason(
                OutcomeReason.Code.DISK, OutcomeReason.Step.APPLY, "No space left on device"),
            NOW);

    PartitionTally tally = tallied(List.of(device.sign(full)));

    assertThat(tally.totals()).containsEntry("broad", new RingCounts(1, 1, 0, 0, 1));
    assertThat(broad(tally).causes())
        .isEqualTo(
            FailureCauses.of(
                Map.of(
                    new FailureCause(OutcomeReason.Code.DISK, OutcomeReason.Step.APPLY, "", ""),
                    1L)));
    tally.remove(updated(DeviceRules.confirm(record, device.sign(full), NOW)));
    assertThat(tally.reports()).isEmpty();
  }

  @Test
  void givenDeviceThatGaveUp_whenItConfirmsTheReleaseBefore_thenItsFailureStillCounts() {
    PartitionTally tally =
        tallied(
            List.of(
                device.sign(confirmation(Outcome.FAILED, 1, 5, 1)),
                device.sign(confirmation(Outcome.INSTALLED, 1, 4, 2))));

    assertThat(tally.totals()).containsEntry("broad", new RingCounts(1, 1, 0, 1, 0));
  }

  @Test
  void givenOutcomesOfManyRollouts_whenAnOldOneComesLate_thenItIsIgnoredAndTheNewestRuns() {
    DeviceRecord held = record;
    for (int counter = 4; counter <= 8; counter++) {
      held = updated(confirm(held, Outcome.INSTALLED, counter, counter));
    }

    assertThat(held.outcomes()).hasSize(3);
    assertThat(held.state().running()).extracting(Running::counter).containsExactly(8L);
    assertThat(confirm(held, Outcome.INSTALLED, 4, 4)).isInstanceOf(DeviceDecision.Ignored.class);
  }

  @Test
  void givenProductTags_whenCounted_thenOnlyTheirProducts() {
    var other = new TestDevice("device-2");
    var tally = new PartitionTally(document(1));

    tally.add(enrolled(other, 1, DeviceAttributes.of(Set.of("product:camera"), Map.of())));
    tally.add(enrolled(device, 1, DeviceAttributes.of(Set.of("product:gateway"), Map.of())));

    assertThat(tally.totals()).containsEntry("broad", new RingCounts(1, 1, 0, 0, 0));
  }

  @Test
  void givenReportedProducts_whenAsked_thenTheDeviceTakesThoseWhateverItsTagsSay() {
    DeviceRecord tagged =
        enrolled(device, 1, DeviceAttributes.of(Set.of("product:gateway"), Map.of()));

    DeviceRecord reported =
        updated(
            DeviceRules.report(
                tagged,
                new DeviceReported(device.id(), 1, products("camera"), List.of()),
                DeviceTimeline.EMPTY,
                NOW));

    assertThat(tagged.takes(PRODUCT)).isTrue();
    assertThat(reported.takes(PRODUCT)).isFalse();
    assertThat(reported.takes(new ProductName("camera"))).isTrue();
    DeviceRecord silent =
        updated(
            DeviceRules.report(
                reported,
                new DeviceReported(device.id(), 1, List.of()),
                DeviceTimeline.EMPTY,
                NOW));
    assertThat(silent.state().products()).isEqualTo(products("camera"));
  }

  @Test
  void givenDeviceThatDoesNotSayWhatItTakes_whenItRunsAProduct_thenItTakesThatAlone() {
    var running = new Running(PRODUCT, new Version("1.5"), 5, ARTIFACT);
    var report = new DeviceReported(device.id(), 1, List.of(running));

    DeviceRecord reported = updated(DeviceRules.report(record, report, DeviceTimeline.EMPTY, NOW));

    assertThat(record.takes(new ProductName("camera"))).isTrue();
    assertThat(reported.takes(new ProductName("camera"))).isFalse();
    assertThat(reported.takes(PRODUCT)).isTrue();
  }

  @Test
  void givenRollout_whenADeviceOfItsProductJoins_thenItIsAdmittedAndOthersAreNotCounted() {
    var tally = new PartitionTally(document(1));
    var camera = new TestDevice("device-2");

    tally.add(joined(device, products("gateway")));
    tally.add(joined(camera, products("camera")));
    assertThat(tally.totals()).containsEntry("broad", new RingCounts(1, 1, 0, 0, 0));

    tally.add(joined(new TestDevice("device-3"), products("camera", "gateway")));
    assertThat(tally.totals()).containsEntry("broad", new RingCounts(2, 2, 0, 0, 0));
  }

  @Test
  void givenEnrolledDevice_whenEnrolledAgainWithOtherProducts_thenTheyChange() {
    DeviceRecord held = joined(device, products("camera"));

    DeviceRecord again =
        updated(DeviceRules.enrolAgain(held, enrolment(device, products("gateway")), NOW));

    assertThat(again.state().products()).isEqualTo(products("gateway"));
    assertThat(DeviceRules.enrolAgain(again, device.enrolment(1, DeviceAttributes.none()), NOW))
        .isInstanceOf(DeviceDecision.Ignored.class);
  }

  private static SortedSet<ProductName> products(String... names) {
    return new TreeSet<>(Arrays.stream(names).map(ProductName::new).toList());
  }

  private static DeviceEnrolled enrolment(TestDevice device, SortedSet<ProductName> products) {
    return new DeviceEnrolled(
        device.id(), 1, device.publicKey(), DeviceAttributes.none(), products);
  }

  private static DeviceRecord joined(TestDevice device, SortedSet<ProductName> products) {
    return updated(DeviceRules.enrol(enrolment(device, products), NOW));
  }

  @Test
  void givenReport_whenTaken_thenTheRecordSaysWhichRingsDocumentsTheDeviceReads() {
    assertThat(record.state().ringsFormat()).isEqualTo(DeviceState.NOT_REPORTED);
    assertThat(reading(record, 3).state().ringsFormat()).isEqualTo(3);

    DeviceRecord confirmed = updated(confirm(reading(record, 3), Outcome.INSTALLED, 5, 1));

    assertThat(confirmed.state().ringsFormat()).isEqualTo(3);
    assertThat(DeviceRecordCodec.decode(DeviceRecordCodec.encode(confirmed))).isEqualTo(confirmed);
    assertThat(reading(confirmed, 2).state().ringsFormat()).as("went back").isEqualTo(2);
  }

  /// The record of a device that has said which rings documents it reads.
  private static DeviceRecord reading(DeviceRecord record, long ringsFormat) {
    DeviceState state = record.state();
    return updated(
        DeviceRules.report(
            record,
            new DeviceReported(
                state.device(),
                state.epoch(),
                state.products(),
                state.running(),
                List.of(),
                ringsFormat),
            DeviceTimeline.EMPTY,
            NOW));
  }

  @Test
  void givenRecordWithoutProducts_whenRead_thenTheSameDevice() {
    DeviceRecord plain = reading(enrolled(device, 1, DeviceAttributes.none()), 2);

    assertThat(DeviceRecordCodec.decode(beforeProducts(plain))).isEqualTo(plain);
  }

  /// The second form of a record without tags and attributes, which says neither products nor
  /// formats nor flags nor, as its last byte, times.
  private static byte[] beforeProducts(DeviceRecord record) {
    byte[] encoded = DeviceRecordCodec.encode(record);
    byte[] now = Arrays.copyOf(encoded, encoded.length - 1);
    int products = 1 + 2 + record.state().device().value().length() + 8 + 32 + 8;
    int noFlags = 1 + 2;
    int added = Long.BYTES + noFlags + Integer.BYTES;
    byte[] before = new byte[now.length - added];
    System.arraycopy(now, 0, before, 0, products);
    System.arraycopy(now, products + added, before, products, before.length - products);
    before[0] = 2;
    return before;
  }

  @Test
  void givenKeyOfSmallOrder_whenEnrolled_thenRefused() {
    var enrolment =
        new DeviceEnrolled(
            device.id(), 1, DevicePublicKey.ofBytes(new byte[32]), DeviceAttributes.none());

    assertThat(DeviceRules.enrol(enrolment, NOW)).isInstanceOf(DeviceDecision.Refused.class);
  }

  @Test
  void givenRecordOfTheVersionBefore_whenRead_thenTheSameDevice() {
    DeviceState state = reading(record, 2).state();
    String written =
        "{\"state\":"
            + new String(
                EventCodec.encodeStructured(
                    new StampedEvent<>(state.device().value(), "notifier", NOW, state)),
                StandardCharsets.UTF_8)
            + ",\"outcomes\":{\"gateway\":{\"counter\":5,\"outcome\":\"FAILED\",\"at\":\"2030-01-01T00:00:00Z\"}}}";

    DeviceRecord read = DeviceRecordCodec.decode(written.getBytes(StandardCharsets.UTF_8));

    assertThat(read.state()).isEqualTo(state);
    assertThat(read.outcomes())
        .containsExactly(
            entry(
                new RolloutId(PRODUCT, 5),
                new LatestOutcome(
                    new RolloutId(PRODUCT, 5),
                    1,
                    Outcome.FAILED,
                    OutcomeReason.unknown(""),
                    Instant.parse("2030-01-01T00:00:00Z"))));
  }

  @Test
  void givenRecord_whenWrittenAndRead_thenSame() throws Exception {
    DeviceRecord next =
        updated(confirm(joined(device, products("camera", "gateway")), Outcome.ROLLED_BACK, 5, 1));

    assertThat(DeviceRecordCodec.decode(DeviceRecordCodec.encode(next))).isEqualTo(next);
  }

  @Test
  void givenRecordFromBeforeAttempts_whenRead_thenItIsTheFirst() {
    DeviceRecord next = updated(confirm(reading(record, 2), Outcome.ROLLED_BACK, 5, 1));
    byte[] now = beforeProducts(next);
    // Behind the attempt come four texts (ROLLED_BACK, NONE, INSTALL, nothing) and a time.
    int end = now.length - (2 + 11 + 2 + 4 + 2 + 7 + 2 + 12);
    byte[] before = new byte[now.length - Integer.BYTES];
    System.arraycopy(now, 0, before, 0, end - Integer.BYTES);
    System.arraycopy(now, end, before, end - Integer.BYTES, now.length - end);
    before[0] = 1;

    assertThat(DeviceRecordCodec.decode(before)).isEqualTo(next);
  }

  @Test
  void givenStepsOfAnUpdate_whenReported_thenItsTimeIsKept() {
    DeviceRecord told = updated(reported(record, 5, 40));

    assertThat(told.times())
        .containsExactly(new UpdateTime(new RolloutId(PRODUCT, 5), Duration.ofSeconds(40)));
    assertThat(updated(reported(told, 5, 40))).isEqualTo(told);
    assertThat(DeviceRecordCodec.decode(DeviceRecordCodec.encode(told))).isEqualTo(told);
    for (int counter = 6; counter < 12; counter++) {
      told = updated(reported(told, counter, counter));
    }
    assertThat(told.times())
        .extracting(time -> time.rollout().counter())
        .containsExactly(9L, 10L, 11L);
  }

  @Test
  void givenTimes_whenCounted_thenThoseOfTheConfirmedAndOfTheReleaseBeforeApart() {
    DeviceRecord former = updated(reported(record, 4, 30));
    DeviceRecord early = updated(reported(former, 5, 60));
    DeviceRecord both = updated(confirm(early, Outcome.INSTALLED, 5, 1));
    var tally =
        new PartitionTally(
            document(1, new ReleaseRef(ReleaseId.parse("gateway/1.4"), 4, ARTIFACT)));

    tally.add(early);
    assertThat(broad(tally).times()).isEqualTo(times(0, 1));
    tally.remove(early);
    tally.add(both);
    assertThat(broad(tally).times()).isEqualTo(times(1, 1));

    tally.remove(both);
    assertThat(tally.reports()).isEmpty();
  }

  private static RingTimes times(long now, long before) {
    return new RingTimes(timed(60, now), "1.4", timed(30, before));
  }

  private static TimeCounts timed(int seconds, long devices) {
    return devices == 0
        ? TimeCounts.NONE
        : new TimeCounts(
            new TreeMap<>(Map.of(TimeCounts.bucketOf(Duration.ofSeconds(seconds)), devices)));
  }

  private DeviceDecision reported(DeviceRecord held, long counter, int seconds) {
    var rollout = new RolloutId(PRODUCT, counter);
    Instant from = NOW.plusSeconds(counter * 1_000);
    List<UpdateStep> steps =
        List.of(
            new UpdateStep(2 * counter, from, rollout, 1, new Progress.Started()),
            new UpdateStep(
                2 * counter + 1,
                from.plusSeconds(seconds),
                rollout,
                1,
                new Progress.Confirmed(Outcome.INSTALLED, "")));
    var report = new DeviceReported(device.id(), 1, products("gateway"), List.of(), steps, 1);
    return DeviceRules.report(held, report, DeviceTimeline.EMPTY.with(steps), NOW);
  }

  private PartitionTally tallied(List<SignedConfirmation> confirmations) {
    return tallied(document(1), confirmations);
  }

  private PartitionTally tallied(RingsDocument document, List<SignedConfirmation> confirmations) {
    var tally = new PartitionTally(document);
    DeviceRecord held = record;
    tally.add(held);
    for (SignedConfirmation confirmation : confirmations) {
      if (DeviceRules.confirm(held, confirmation, NOW)
          instanceof DeviceDecision.Updated(var next)) {
        tally.remove(held);
        tally.add(next);
        held = next;
      }
    }
    return tally;
  }

  @Test
  void givenHold_whenDevicesAreCounted_thenWhoItKeepsOutIsNotAdmittedWhateverItAnswered() {
    var hold = SafeguardHold.of(PRODUCT, "bad-board", Condition.parse("hardware = 'rev-b'"));
    var tally = new PartitionTally(document(1).withSafeguards(new Safeguards(List.of(hold))));
    DeviceRecord kept =
        enrolled(device, 1, DeviceAttributes.of(Set.of(), Map.of("hardware", "rev-b")));
    DeviceRecord failed = updated(confirm(kept, Outcome.FAILED, 5, 1));

    tally.add(failed);
    tally.add(enrolled(new TestDevice("device-2"), 1, DeviceAttributes.none()));

    assertThat(tally.totals()).containsEntry("broad", new RingCounts(2, 1, 0, 0, 0));
    assertThat(broad(tally).causes()).isEqualTo(FailureCauses.NONE);
    assertThat(broad(tally).held().words()).isEqualTo("1 held by bad-board");
    tally.remove(failed);
    assertThat(broad(tally)).isEqualTo(RingReport.of(new RingCounts(1, 1, 0, 0, 0)));
  }

  private static RingReport broad(PartitionTally tally) {
    return tally.reports().getOrDefault("broad", RingReport.NONE);
  }

  @Test
  void givenRingWithAFlagOff_whenDevicesSayWhatIsOff_thenThoseThatFollowAreCounted() {
    RingsDocument plain = document(1);
    var cart = new FlagName("cart");
    var tally =
        new PartitionTally(
            new RingsDocument(
                PRODUCT,
                4,
                plain.rings().stream()
                    .map(ring -> ring.withFlagsOff(new TreeSet<>(Set.of(cart))))
                    .toList()));
    DeviceRecord follows = updated(flags(record, new DeviceFlags(new TreeSet<>(Set.of(cart)), "")));

    tally.add(follows);
    tally.add(enrolled(new TestDevice("device-2"), 1, DeviceAttributes.none()));

    assertThat(tally.flagsOff()).isEqualTo(Map.of("broad", Map.of("cart", 1L)));
    assertThat(DeviceRecordCodec.decode(DeviceRecordCodec.encode(follows))).isEqualTo(follows);
    DeviceRecord confirmed = updated(confirm(follows, Outcome.INSTALLED, 5, 1));
    assertThat(confirmed.state().flags()).isEqualTo(follows.state().flags());
    tally.remove(follows);
    tally.add(updated(flags(follows, new DeviceFlags(new TreeSet<>(), "the hook failed"))));
    assertThat(tally.flagsOff()).isEmpty();
  }

  private DeviceDecision flags(DeviceRecord held, DeviceFlags flags) {
    var report =
        new DeviceReported(device.id(), 1, products("gateway"), List.of(), List.of(), 4, flags);
    return DeviceRules.report(held, report, DeviceTimeline.EMPTY, NOW);
  }

  @Test
  void givenFloorOnTheWay_whenDevicesAreCounted_thenThoseBelowItAreOnTheirWayUntilTheyAnswer() {
    var floor = new ReleaseRef(ReleaseId.parse("gateway/1.3"), 3, ARTIFACT);
    var tally = new PartitionTally(document(1).withFloors(FloorReleases.of(List.of(floor))));
    DeviceRecord below = runs(record, 2);
    DeviceRecord onIt = runs(record, 3);
    DeviceRecord failed = updated(confirm(below, Outcome.FAILED, 5, 1));

    tally.add(below);
    tally.add(runs(enrolled(new TestDevice("device-2"), 1, DeviceAttributes.none()), 4));
    tally.add(enrolled(new TestDevice("device-3"), 1, DeviceAttributes.none()));

    assertThat(passages(tally)).isEqualTo(Passages.of(List.of(floor)));
    assertThat(tally.totals()).containsEntry("broad", new RingCounts(3, 3, 0, 0, 0));
    tally.remove(below);
    tally.add(onIt);
    assertThat(passages(tally)).isEqualTo(Passages.NONE);
    assertThat(tally.totals()).containsEntry("broad", new RingCounts(3, 3, 0, 0, 0));
    tally.remove(onIt);
    tally.add(failed);
    assertThat(passages(tally)).isEqualTo(Passages.NONE);
    assertThat(tally.totals()).containsEntry("broad", new RingCounts(3, 3, 0, 1, 0));
  }

  private static Passages passages(PartitionTally tally) {
    return tally.reports().getOrDefault("broad", RingReport.NONE).passages();
  }

  private static DeviceRecord runs(DeviceRecord held, int counter) {
    var running = new Running(PRODUCT, new Version("1." + counter), counter, ARTIFACT);
    var report = new DeviceReported(held.state().device(), 1, List.of(running));
    return updated(DeviceRules.report(held, report, DeviceTimeline.EMPTY, NOW));
  }

  private static RingsDocument document(int attempt) {
    return document(attempt, new Current.None());
  }

  private static RingsDocument document(int attempt, Current current) {
    var release = new ReleaseRef(ReleaseId.parse("gateway/1.5"), 5, ARTIFACT);
    var next =
        new NextRelease(
            release,
            new RolloutId(PRODUCT, 5),
            1_000_000,
            NOW,
            Duration.ZERO,
            NextState.ADMITTING,
            attempt,
            false);
    return new RingsDocument(
        PRODUCT, 3, List.of(new Ring("broad", new Selector.Everyone(), current, next)));
  }

  private DeviceDecision confirm(
      DeviceRecord held, Outcome outcome, long counter, int afterSeconds) {
    return DeviceRules.confirm(
        held, device.sign(confirmation(outcome, 1, counter, afterSeconds)), NOW);
  }

  private Confirmation confirmation(Outcome outcome, long epoch, long counter, int afterSeconds) {
    return new Confirmation(
        device.id(),
        epoch,
        ReleaseId.parse("gateway/1." + counter),
        counter,
        new RolloutId(PRODUCT, counter),
        ARTIFACT,
        outcome,
        OutcomeReason.none(),
        NOW.plusSeconds(afterSeconds));
  }

  private static Confirmation attempt(int attempt, Confirmation of) {
    return new Confirmation(
        of.device(),
        of.epoch(),
        of.release(),
        of.counter(),
        of.rollout(),
        attempt,
        of.artifact(),
        of.outcome(),
        of.reason(),
        of.at());
  }

  private static DeviceRecord enrolled(TestDevice device, long epoch, DeviceAttributes attributes) {
    return new DeviceRecord(
        updated(DeviceRules.enrol(device.enrolment(epoch, attributes), NOW)).state(),
        new TreeMap<>());
  }

  private static DeviceRecord updated(DeviceDecision decision) {
    assertThat(decision).isInstanceOf(DeviceDecision.Updated.class);
    return ((DeviceDecision.Updated) decision).record();
  }
}
