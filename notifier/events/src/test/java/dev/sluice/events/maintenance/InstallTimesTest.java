package dev.sluice.events.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.events.GeneratedEvents;
import dev.sluice.testkit.Property;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallTimesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // A night in winter, an hour ahead of UTC: Monday 2030-01-07.
    "mon-fri, 01:00, 05:00, 2030-01-06T23:59:59Z, 2030-01-07T00:00:00Z",
    "mon-fri, 01:00, 05:00, 2030-01-07T00:00:00Z, 2030-01-07T00:00:00Z",
    "mon-fri, 01:00, 05:00, 2030-01-07T03:59:59Z, 2030-01-07T03:59:59Z",
    "mon-fri, 01:00, 05:00, 2030-01-07T04:00:00Z, 2030-01-08T00:00:00Z",
    // From Friday's close to Monday's opening.
    "mon-fri, 01:00, 05:00, 2030-01-11T04:00:00Z, 2030-01-14T00:00:00Z",
    // Over midnight it belongs to the day on which it opens.
    "sat, 22:00, 02:00, 2030-01-12T21:00:00Z, 2030-01-12T21:00:00Z",
    "sat, 22:00, 02:00, 2030-01-13T00:59:59Z, 2030-01-13T00:59:59Z",
    "sat, 22:00, 02:00, 2030-01-13T01:00:00Z, 2030-01-19T21:00:00Z",
    "sun, 22:00, 02:00, 2030-01-13T00:30:00Z, 2030-01-13T21:00:00Z",
    // The same time is a whole day.
    "sun, 06:00, 06:00, 2030-01-14T04:59:59Z, 2030-01-14T04:59:59Z",
    "sun, 06:00, 06:00, 2030-01-14T05:00:00Z, 2030-01-20T05:00:00Z",
    // Clocks skip 02:00 to 03:00 on 2030-03-31: at 01:00Z they show 03:00.
    "sun, 02:30, 04:00, 2030-03-31T00:59:59Z, 2030-03-31T01:00:00Z",
    "sun, 02:30, 04:00, 2030-03-31T01:59:59Z, 2030-03-31T01:59:59Z",
    "sun, 02:30, 04:00, 2030-03-31T02:00:00Z, 2030-04-07T00:30:00Z",
    // All of it is skipped: the next week's.
    "sun, 02:00, 03:00, 2030-03-30T12:00:00Z, 2030-04-07T00:00:00Z",
    // Clocks show 02:00 to 03:00 twice on 2030-10-27: at 00:00Z and at 01:00Z.
    "sun, 02:00, 02:30, 2030-10-26T12:00:00Z, 2030-10-27T00:00:00Z",
    "sun, 02:00, 02:30, 2030-10-27T00:30:00Z, 2030-10-27T01:00:00Z",
    "sun, 02:00, 02:30, 2030-10-27T01:30:00Z, 2030-11-03T01:00:00Z",
  })
  void givenWindowInBerlin_whenAsked_thenOpensByTheClockOnTheWall(
      String days, LocalTime from, LocalTime to, Instant now, Instant expected) {
    var times = within(new Forcing.Never(), days, from, to);

    assertThat(times.from(LONG_AGO, now, BERLIN)).isEqualTo(expected);
  }

  @Test
  void givenOneDay_whenAskedInTwoZones_thenEachOpensByItsOwnClock() {
    var times = within(new Forcing.Never(), "mon", LocalTime.of(1, 0), LocalTime.of(5, 0));
    Instant now = Instant.parse("2030-01-06T12:00:00Z");

    assertThat(times.from(now, now, ZoneId.of("Pacific/Auckland")))
        .isEqualTo("2030-01-06T12:00:00Z"); // 01:00 on Monday
    assertThat(times.from(now, now, ZoneId.of("America/Los_Angeles")))
        .isEqualTo("2030-01-07T09:00:00Z");
  }

  @Test
  void givenForcing_whenTheWaitIsOver_thenMaySwitchOutsideOfWindows() {
    Instant since = Instant.parse("2030-01-07T12:00:00Z");
    var times =
        within(
            new Forcing.After(Duration.ofDays(3)), "sun", LocalTime.of(1, 0), LocalTime.of(5, 0));

    assertThat(times.from(since, since, BERLIN)).isEqualTo("2030-01-10T12:00:00Z");
    assertThat(times.from(since, Instant.parse("2030-01-10T12:00:00Z"), BERLIN))
        .isEqualTo("2030-01-10T12:00:00Z");
    assertThat(times.from(since, Instant.parse("2030-01-12T00:00:00Z"), BERLIN))
        .isEqualTo("2030-01-12T00:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    "mon-sun, 01:00, 05:00, PT21H", // twenty hours, and one for the clocks
    "mon-fri, 01:00, 05:00, PT69H",
    "sat, 22:00, 02:00, PT165H",
    "fri-mon, 00:00, 00:00, PT73H",
    "mon-sun, 00:00, 00:00, PT0S",
  })
  void givenWindows_whenAskedForTheLongestWait_thenIsTheLongestGap(
      String days, LocalTime from, LocalTime to, Duration expected) {
    assertThat(within(new Forcing.Never(), days, from, to).longestWait()).isEqualTo(expected);
    assertThat(within(new Forcing.After(Duration.ofHours(2)), days, from, to).longestWait())
        .isEqualTo(expected.isZero() ? expected : Duration.ofHours(2));
  }

  @Test
  void givenAnyWindows_whenWaitedAsTold_thenMaySwitch() {
    List<ZoneId> zones =
        List.of(
            ZoneId.of("UTC"),
            BERLIN,
            ZoneId.of("America/St_Johns"),
            ZoneId.of("Australia/Lord_Howe"), // half an hour of daylight saving
            ZoneId.of("Pacific/Apia")); // skipped a whole day once
    Property.check(
        "a device that waits as told may switch",
        2_000,
        seed -> {
          InstallTimes times = GeneratedEvents.install(seed);
          ZoneId zone = seed.pick(zones);
          Instant now = Instant.ofEpochSecond(seed.between(1_300_000_000L, 1_900_000_000L));

          Instant at = times.from(now, now, zone);

          assertThat(at).isAfterOrEqualTo(now);
          assertThat(times.from(now, at, zone)).isEqualTo(at);
          // Two weeks cover what clocks skip.
          assertThat(Duration.between(now, at)).isLessThanOrEqualTo(Duration.ofDays(15));
        });
  }

  @Test
  void givenSeveralWindows_whenAsked_thenTheFirstThatOpensCounts() {
    var times =
        new InstallTimes.Within(
            List.of(
                new MaintenanceWindow(
                    WeekDays.parse("mon-fri"), LocalTime.of(1, 0), LocalTime.of(5, 0)),
                new MaintenanceWindow(
                    WeekDays.parse("sat,sun"), LocalTime.of(0, 0), LocalTime.of(0, 0))),
            new Forcing.Never());
    Instant friday = Instant.parse("2030-01-11T12:00:00Z");

    assertThat(times.from(friday, friday, ZoneId.of("UTC"))).isEqualTo("2030-01-12T00:00:00Z");
    assertThat(times.longestWait()).isEqualTo(Duration.ofHours(21));
  }

  @ParameterizedTest
  @CsvSource({"''", "mo", "mon-", "mon-tue-wed", "mon;tue", "Mon"})
  void givenWrongDays_whenParsed_thenSaysWhatWasExpected(String text) {
    assertThatThrownBy(() -> WeekDays.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected days like mon-fri, or sat,sun, got '" + text + "'");
  }

  @Test
  void givenDays_whenParsed_thenRangesMayGoOverTheEndOfTheWeek() {
    assertThat(WeekDays.parse("sat-mon, wed").names()).containsExactly("mon", "wed", "sat", "sun");
  }

  @Test
  void givenSeconds_whenMade_thenRefuses() {
    assertThatThrownBy(
            () ->
                new MaintenanceWindow(
                    WeekDays.parse("mon"), LocalTime.of(1, 0, 1), LocalTime.of(2, 0)))
        .hasMessageContaining("from: expected whole minutes");
  }

  private static InstallTimes within(Forcing forcing, String days, LocalTime from, LocalTime to) {
    return new InstallTimes.Within(
        List.of(new MaintenanceWindow(WeekDays.parse(days), from, to)), forcing);
  }
}
