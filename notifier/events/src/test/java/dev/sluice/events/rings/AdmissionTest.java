package dev.sluice.events.rings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.GeneratedEvents;
import dev.sluice.events.device.DeviceId;
import dev.sluice.testkit.Property;
import dev.sluice.tuf.digest.Digest;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdmissionTest {
  private static final RolloutId ROLLOUT = RolloutId.parse("gateway/2");
  private static final DeviceId DEVICE = new DeviceId("device-001");
  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  /// A share that the device is just not and just admitted by, from the rule by hand in `python3`.
  record Vector(String rollout, String device, long lowestAdmittingPpm) {}

  static List<Vector> vectors() {
    return List.of(
        new Vector("gateway/2", "device-001", 275339),
        new Vector("gateway/3", "device-001", 712124),
        new Vector("gateway/2", "device-002", 689004),
        new Vector("kafka-clients/999999999999", "A.b_c-9", 731152),
        new Vector("a/1", "z", 633679));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void givenVector_whenShareCrossesIt_thenAdmits(Vector vector) {
    var rollout = RolloutId.parse(vector.rollout());
    var device = new DeviceId(vector.device());

    assertThat(Admission.isAdmitted(rollout, device, vector.lowestAdmittingPpm())).isTrue();
    assertThat(Admission.isAdmitted(rollout, device, vector.lowestAdmittingPpm() - 1)).isFalse();
  }

  @Test
  void givenAnyDevice_whenCompared_thenTheRuleIsExactlyTheInequalityOfTheDesign() {
    Property.check(
        "u64 < share * 2^64",
        500,
        seed -> {
          var rollout = GeneratedEvents.rollout(seed);
          var device = GeneratedEvents.device(seed);
          long share = seed.length(Admission.WHOLE_PPM);
          var text = (rollout + "\0" + device).getBytes(StandardCharsets.UTF_8);
          byte[] eight = Arrays.copyOf(Digest.sha256(text).bytes(), 8);
          BigInteger left = new BigInteger(1, eight).multiply(BigInteger.valueOf(1_000_000));
          BigInteger right = BigInteger.valueOf(share).shiftLeft(64);

          boolean admitted = Admission.isAdmitted(rollout, device, share);

          assertThat(admitted).isEqualTo(left.compareTo(right) < 0);
        });
  }

  @Test
  void givenAnyDevice_whenShareGrows_thenNobodyIsAdmittedByZeroEverybodyByAllAndNobodyLeaves() {
    Property.check(
        "admission is monotone in the share",
        500,
        seed -> {
          var rollout = GeneratedEvents.rollout(seed);
          var device = GeneratedEvents.device(seed);
          long lower = seed.length(Admission.WHOLE_PPM);
          long higher = seed.between(lower, Admission.WHOLE_PPM);

          assertThat(Admission.isAdmitted(rollout, device, 0)).isFalse();
          assertThat(Admission.isAdmitted(rollout, device, Admission.WHOLE_PPM)).isTrue();
          if (Admission.isAdmitted(rollout, device, lower)) {
            assertThat(Admission.isAdmitted(rollout, device, higher)).isTrue();
          }
        });
  }

  @Test
  void givenManyDevices_whenATenthIsAdmitted_thenAboutATenthAreAndOthersInTheNextRollout() {
    List<DeviceId> devices =
        IntStream.range(0, 10_000).mapToObj(i -> new DeviceId("device-" + i)).toList();
    var other = RolloutId.parse("gateway/3");

    var first = devices.stream().filter(d -> Admission.isAdmitted(ROLLOUT, d, 100_000)).toList();
    long both = first.stream().filter(d -> Admission.isAdmitted(other, d, 100_000)).count();

    assertThat(first.size()).isBetween(900, 1_100);
    assertThat(both).isBetween(60L, 140L);
  }

  @Test
  void givenShareOutOfRange_whenAsked_thenRefuses() {
    assertThatThrownBy(() -> Admission.isAdmitted(ROLLOUT, DEVICE, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Admission.isAdmitted(ROLLOUT, DEVICE, 1_000_001))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenOpenWindow_whenAskedTwice_thenTheStartIsTheSameMomentWithinIt() {
    Property.check(
        "starts lie in the window",
        300,
        seed -> {
          var rollout = GeneratedEvents.rollout(seed);
          var device = GeneratedEvents.device(seed);
          var window = Duration.ofMillis(seed.length(NextRelease.MAX_WINDOW.toMillis()));
          Instant before = START.minusSeconds(1);

          Instant start = Admission.startAt(rollout, device, START, window, before);

          assertThat(start).isAfterOrEqualTo(START);
          assertThat(start.minusNanos(1)).isBefore(START.plus(window));
          if (window.isPositive()) {
            assertThat(start).isBefore(START.plus(window));
            assertThat(Admission.startAt(rollout, device, START, window, START)).isEqualTo(start);
          }
        });
  }

  @Test
  void givenWindowThatIsOver_whenDeviceLearns_thenItStillSpreadsFromThen() {
    Instant late = START.plus(Duration.ofDays(2));
    var delay = Duration.between(START, Admission.startAt(ROLLOUT, DEVICE, START, HOUR, START));

    Instant start = Admission.startAt(ROLLOUT, DEVICE, START, HOUR, late);

    assertThat(start).isEqualTo(late.plus(delay));
    assertThat(delay).isEqualTo(Duration.ofNanos(348058307591L));
  }

  @Test
  void givenNoWindow_whenAsked_thenStartsAtOnce() {
    assertThat(Admission.startAt(ROLLOUT, DEVICE, START, Duration.ZERO, START)).isEqualTo(START);
  }
}
