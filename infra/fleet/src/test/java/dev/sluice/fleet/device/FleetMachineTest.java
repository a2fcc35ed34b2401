package dev.sluice.fleet.device;

import static dev.sluice.fleet.device.TestFleets.EVERYBODY;
import static dev.sluice.fleet.device.TestFleets.NOBODY;
import static dev.sluice.fleet.device.TestFleets.START;
import static dev.sluice.fleet.device.TestFleets.STEADY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.confirmation.Outcome;
import dev.sluice.events.rings.Admission;
import dev.sluice.events.rings.Current;
import dev.sluice.events.rings.FloorReleases;
import dev.sluice.events.rings.Next;
import dev.sluice.events.rings.NextRelease;
import dev.sluice.events.rings.NextState;
import dev.sluice.events.rings.RingMembership;
import dev.sluice.events.rings.RingsDocument;
import dev.sluice.events.rings.RolloutId;
import dev.sluice.release.ProductName;
import dev.sluice.testkit.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FleetMachineTest {
  private static final int DEVICES = 500;
  private static final Duration LONG = Duration.ofDays(2);

  @Test
  void givenOneRingAdmitted_whenTimePasses_thenItsDevicesAnswerOnceAndNoOthers() {
    FleetModel model = TestFleets.model(DEVICES, 1, STEADY);
    var machine = new FleetMachine(model);
    RingsDocument document = TestFleets.admitting(1, 1, EVERYBODY, NOBODY);

    machine.learn(document, START);
    List<Answer> answers = answers(machine, LONG);

    assertThat(devices(answers)).hasSameSizeAs(answers).isEqualTo(inRing(model, "canary"));
    assertThat(answers).allMatch(answer -> answer.outcome() == Outcome.INSTALLED);
    assertThat(machine.totals())
        .containsOnlyKeys("canary")
        .containsValue(new RingTotals(answers.size(), answers.size(), 0));
    assertThat(machine.nextAt()).isEmpty();
  }

  @Test
  void givenHalfOfARing_whenItIsAdmitted_thenThoseOfTheAdmissionRule() {
    FleetModel model = TestFleets.model(DEVICES, 1, STEADY);
    var machine = new FleetMachine(model);

    machine.learn(TestFleets.admitting(1, 1, NOBODY, EVERYBODY / 2), START);

    Set<Integer> expected =
        inRing(model, "broad").stream()
            .filter(
                device ->
                    Admission.isAdmitted(
                        new RolloutId(model.product(), 1), model.id(device), EVERYBODY / 2))
            .collect(Collectors.toSet());
    assertThat(devices(answers(machine, LONG))).isEqualTo(expected);
  }

  @Test
  void givenDevicesThatFailed_whenAskedAgain_thenTheyAnswerOnceMoreAndNoOthers() {
    var machine =
        new FleetMachine(TestFleets.model(DEVICES, 1, TestFleets.behaviour(500_000, 0, 0)));
    NextRelease first = TestFleets.next(1, EVERYBODY, NextState.ADMITTING, false);
    machine.learn(TestFleets.document(1, new Current.None(), first, first), START);
    Set<Integer> failed =
        answers(machine, LONG).stream()
            .filter(answer -> answer.outcome() != Outcome.INSTALLED)
            .map(Answer::device)
            .collect(Collectors.toSet());
    NextRelease second = TestFleets.retried(1, 2);

    machine.learn(TestFleets.document(2, new Current.None(), second, second), START.plus(LONG));
    List<Answer> again = answers(machine, LONG.multipliedBy(2));

    assertThat(failed).isNotEmpty().hasSizeLessThan(DEVICES);
    assertThat(devices(again)).isEqualTo(failed);
    assertThat(again).allMatch(answer -> answer.attempt() == 2);
    assertThat(again).anyMatch(answer -> answer.outcome() == Outcome.INSTALLED);
  }

  @Test
  void givenFloorOnTheWay_whenAdmitted_thenAnswersOnceForTheReleaseAndLaterThanWithoutIt() {
    Map<Integer, Instant> straight = answersToThird(FloorReleases.NONE);

    Map<Integer, Instant> over = answersToThird(FloorReleases.of(List.of(TestFleets.release(2))));

    assertThat(over).hasSize(DEVICES).containsOnlyKeys(straight.keySet());
    assertThat(over).allSatisfy((device, at) -> assertThat(at).isAfter(straight.get(device)));
  }

  /// When devices that run the first release answer for the third.
  private static Map<Integer, Instant> answersToThird(FloorReleases floors) {
    var machine = new FleetMachine(TestFleets.model(DEVICES, 1, STEADY));
    machine.learn(TestFleets.admitting(1, 1, EVERYBODY, EVERYBODY), START);
    assertThat(answers(machine, LONG)).hasSize(DEVICES);
    RingsDocument third = TestFleets.admitting(2, 3, EVERYBODY, EVERYBODY);
    machine.learn(third.withFloors(floors), START.plus(LONG));
    Map<Integer, Instant> found = new TreeMap<>();
    for (Answer answer : answers(machine, LONG.multipliedBy(2))) {
      assertThat(answer.release().counter()).isEqualTo(3);
      assertThat(found.put(answer.device(), answer.at())).isNull();
    }
    return found;
  }

  @Test
  void givenWaveUnderWay_whenItIsHalted_thenNobodyAnswersAnyMore() {
    var machine = new FleetMachine(TestFleets.model(DEVICES, 1, STEADY));
    machine.learn(TestFleets.admitting(1, 1, EVERYBODY, EVERYBODY), START);
    List<Answer> before = machine.due(START.plusSeconds(8), DEVICES);

    Next halted = TestFleets.next(1, EVERYBODY, NextState.HALTED, false);
    machine.learn(TestFleets.document(2, new Current.None(), halted, halted), START.plusSeconds(8));

    assertThat(before).isNotEmpty().hasSizeLessThan(DEVICES);
    assertThat(answers(machine, LONG)).isEmpty();
  }

  @Test
  void givenWavePaused_whenItIsResumed_thenTheOthersAnswer() {
    var machine = new FleetMachine(TestFleets.model(DEVICES, 1, STEADY));
    machine.learn(TestFleets.admitting(1, 1, EVERYBODY, EVERYBODY), START);
    List<Answer> before = machine.due(START.plusSeconds(8), DEVICES);
    Next paused = TestFleets.next(1, EVERYBODY, NextState.PAUSED, false);
    machine.learn(TestFleets.document(2, new Current.None(), paused, paused), START.plusSeconds(8));
    assertThat(answers(machine, LONG)).isEmpty();

    machine.learn(TestFleets.admitting(3, 1, EVERYBODY, EVERYBODY), START.plus(LONG));

    assertThat(answers(machine, LONG.multipliedBy(2))).hasSize(DEVICES - before.size());
  }

  @Test
  void givenReleaseCompleted_whenOrderedBack_thenDevicesThatRunItGoBack() {
    var machine = new FleetMachine(TestFleets.model(DEVICES, 1, STEADY));
    machine.learn(TestFleets.admitting(1, 5, EVERYBODY, NOBODY), START);
    List<Answer> forth = answers(machine, LONG);

    Next back = TestFleets.next(4, EVERYBODY, NextState.ADMITTING, true);
    machine.learn(TestFleets.document(2, new Current.None(), back, back), START.plus(LONG));
    List<Answer> returned = answers(machine, LONG.multipliedBy(2));

    assertThat(devices(returned)).isEqualTo(devices(forth));
    assertThat(returned).allMatch(answer -> answer.release().counter() == 4);
  }

  @Test
  void givenDevicesThatComeAndGo_whenTimePasses_thenAllAnswerWhileTheyAreOn() {
    FleetModel model = TestFleets.model(DEVICES, 1, TestFleets.behaviour(0, 0, EVERYBODY));
    var machine = new FleetMachine(model);

    machine.learn(TestFleets.admitting(1, 1, EVERYBODY, EVERYBODY), START);
    List<Answer> answers = answers(machine, LONG);

    assertThat(devices(answers)).hasSize(DEVICES);
    assertThat(answers)
        .allSatisfy(
            answer -> assertThat(model.onAt(answer.device(), answer.at())).contains(answer.at()));
    assertThat(answers.getLast().at()).isAfter(START.plus(Duration.ofMinutes(10)));
  }

  @Test
  void givenCurrentRelease_whenADeviceIsNotAdmitted_thenItTakesThat() {
    var machine = new FleetMachine(TestFleets.model(DEVICES, 1, STEADY));

    machine.learn(
        TestFleets.document(1, TestFleets.release(3), new Next.None(), new Next.None()), START);

    assertThat(answers(machine, LONG))
        .hasSize(DEVICES)
        .allMatch(answer -> answer.rollout().counter() == 3);
  }

  @Test
  void givenOlderDocument_whenShown_thenIgnoredAndAnotherProductsRefused() {
    var machine = new FleetMachine(TestFleets.model(DEVICES, 1, STEADY));
    machine.learn(TestFleets.admitting(2, 1, NOBODY, NOBODY), START);

    machine.learn(TestFleets.admitting(1, 1, EVERYBODY, EVERYBODY), START);

    assertThat(machine.waiting()).isZero();
    FleetModel other = TestFleets.model(1, 1, STEADY);
    var stranger =
        new FleetMachine(
            new FleetModel(
                1, "x", 1, new ProductName("other"), List.of(), List.of(), other.behaviour()));
    assertThatThrownBy(() -> stranger.learn(TestFleets.admitting(3, 1, 1, 1), START))
        .hasMessageContaining("other");
  }

  @Test
  void givenAnyFleet_whenLookedAtInAnySteps_thenTheSameAnswers() {
    Property.check(
        "a fleet answers by its seed alone, each device once at most",
        60,
        seed -> {
          FleetModel model =
              TestFleets.model(
                  1 + seed.size(200),
                  seed.nextLong(),
                  TestFleets.behaviour(
                      seed.between(0, EVERYBODY),
                      seed.between(0, EVERYBODY / 2),
                      seed.between(0, EVERYBODY)));
          RingsDocument document =
              TestFleets.admitting(1, 1, seed.between(0, EVERYBODY), seed.between(0, EVERYBODY));
          var once = new FleetMachine(model);
          once.learn(document, START);
          var again = new FleetMachine(model);
          again.learn(document, START);

          List<Answer> all = answers(once, LONG);
          List<Answer> parts = answers(again, LONG, 1 + seed.size(50));

          assertThat(parts).isEqualTo(all);
          assertThat(devices(all)).hasSameSizeAs(all);
          long failed = all.stream().filter(a -> a.outcome() == Outcome.ROLLED_BACK).count();
          long told = once.totals().values().stream().mapToLong(RingTotals::told).sum();
          long confirmed = once.totals().values().stream().mapToLong(RingTotals::confirmed).sum();
          assertThat(confirmed + failed).isEqualTo(all.size()).isEqualTo(told);
        });
  }

  /// The answers until then, each taken when it is due.
  private static List<Answer> answers(FleetMachine machine, Duration until) {
    return answers(machine, until, DEVICES);
  }

  private static List<Answer> answers(FleetMachine machine, Duration until, int most) {
    List<Answer> answers = new ArrayList<>();
    Instant end = START.plus(until);
    while (machine.nextAt().filter(at -> at.isBefore(end)).isPresent()) {
      answers.addAll(machine.due(machine.nextAt().orElseThrow(), most));
    }
    return answers;
  }

  private static Set<Integer> devices(List<Answer> answers) {
    return answers.stream().map(Answer::device).collect(Collectors.toSet());
  }

  private static Set<Integer> inRing(FleetModel model, String ring) {
    RingsDocument document = TestFleets.admitting(1, 1, NOBODY, NOBODY);
    return IntStream.range(0, model.devices())
        .filter(
            device ->
                RingMembership.ringOf(document, model.id(device), model.attributes(device))
                    .filter(found -> found.name().equals(ring))
                    .isPresent())
        .boxed()
        .collect(Collectors.toSet());
  }
}
