package dev.sluice.events.maintenance;

import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/// When the devices of a ring may switch to another release. Fetching is not bound to it.
public sealed interface InstallTimes {
  /// When a device may switch.
  ///
  /// @param since when it was to start
  /// @param now agent time
  /// @param zone the device's
  /// @return `now` if it may; else when to ask again
  Instant from(Instant since, Instant now, ZoneId zone);

  /// The longest time that a device may have to wait, wherever it is.
  Duration longestWait();

  /// At any time.
  record Anytime() implements InstallTimes {
    @Override
    public Instant from(Instant since, Instant now, ZoneId zone) {
      return now;
    }

    @Override
    public Duration longestWait() {
      return Duration.ZERO;
    }
  }

  /// In windows.
  ///
  /// @param windows 1 to [#MAX_WINDOWS]
  /// @param forcing what happens without one
  record Within(List<MaintenanceWindow> windows, Forcing forcing) implements InstallTimes {
    /// Most windows of one ring: two for each day.
    public static final int MAX_WINDOWS = 14;

    private static final int DAYS_OF_WEEK = 7;
    private static final int MINUTES_OF_WEEK = DAYS_OF_WEEK * WeekDays.MINUTES_OF_DAY;

    /// A window of one day a week may fall into the hour, or the day, that clocks skip.
    private static final int DAYS_AHEAD = 2 * DAYS_OF_WEEK + 1;

    private static final Set<String> MEMBERS = Set.of("windows", "forceAfterMillis");

    /// Checks the count and copies.
    public Within {
      windows = List.copyOf(windows);
      if (windows.isEmpty() || windows.size() > MAX_WINDOWS) {
        throw new IllegalArgumentException(
            "expected 1 to %d maintenance windows, got %d".formatted(MAX_WINDOWS, windows.size()));
      }
    }

    @Override
    public Instant from(Instant since, Instant now, ZoneId zone) {
      if (isOpen(now, zone)) {
        return now;
      }
      Instant opening = nextOpening(now, zone);
      return switch (forcing) {
        case Forcing.Never() -> opening;
        case Forcing.After(var delay) -> {
          Instant forced = since.plus(delay);
          yield !now.isBefore(forced) ? now : forced.isBefore(opening) ? forced : opening;
        }
      };
    }

    private boolean isOpen(Instant at, ZoneId zone) {
      var wall = at.atZone(zone).toLocalDateTime();
      return windows.stream().anyMatch(window -> window.isOpen(wall));
    }

    private Instant nextOpening(Instant now, ZoneId zone) {
      LocalDate today = now.atZone(zone).toLocalDate();
      return LongStream.rangeClosed(0, DAYS_AHEAD)
          .mapToObj(today::plusDays)
          .flatMap(date -> windows.stream().flatMap(window -> window.openings(date, zone)))
          .filter(at -> at.isAfter(now) && isOpen(at, zone))
          .min(Instant::compareTo)
          .orElseGet(() -> now.plus(Duration.ofDays(DAYS_AHEAD)));
    }

    /// The longest time between two windows. What the clocks of a zone skip, once a year, is not
    /// looked at, but for the hour itself.
    @Override
    public Duration longestWait() {
      Duration gap = longestGap();
      Duration closed = gap.isZero() ? gap : gap.plusHours(1);
      return switch (forcing) {
        case Forcing.Never() -> closed;
        case Forcing.After(var delay) -> delay.compareTo(closed) < 0 ? delay : closed;
      };
    }

    private Duration longestGap() {
      // Two weeks, so that a gap over the end of one is seen as one.
      var open = new BitSet(2 * MINUTES_OF_WEEK);
      for (MaintenanceWindow window : windows) {
        for (var day : window.days().days()) {
          int opening =
              (day.getValue() - 1) * WeekDays.MINUTES_OF_DAY
                  + window.from().toSecondOfDay() / (int) Duration.ofMinutes(1).toSeconds();
          open.set(opening, opening + window.lengthMinutes());
          open.set(MINUTES_OF_WEEK + opening, MINUTES_OF_WEEK + opening + window.lengthMinutes());
        }
      }
      int longest = 0;
      for (int at = open.nextSetBit(0); open.nextSetBit(open.nextClearBit(at)) >= 0; ) {
        int closing = open.nextClearBit(at);
        at = open.nextSetBit(closing);
        longest = Math.max(longest, at - closing);
      }
      return Duration.ofMinutes(longest);
    }

    private JsonObject toJson() {
      var json =
          JsonObject.builder()
              .put(
                  "windows",
                  JsonArray.of(windows.stream().map(MaintenanceWindow::toJson).toList()));
      if (forcing instanceof Forcing.After(var delay)) {
        json.put("forceAfterMillis", delay.toMillis());
      }
      return json.build();
    }

    private static Within within(JsonObject object) throws MalformedJsonException {
      object.rejectUnknown(MEMBERS);
      JsonArray windows = object.requireArray("windows");
      if (windows.size() < 1 || windows.size() > MAX_WINDOWS) {
        throw new MalformedJsonException(
            windows.path(), "1 to " + MAX_WINDOWS + " windows", String.valueOf(windows.size()));
      }
      return new Within(
          windows.decodeEach(MaintenanceWindow::fromJson),
          object.has("forceAfterMillis")
              ? new Forcing.After(
                  Duration.ofMillis(
                      object.requireLong("forceAfterMillis", 0, Forcing.After.LONGEST.toMillis())))
              : new Forcing.Never());
    }
  }

  /// As a member of a document; absent for [Anytime].
  default Optional<JsonObject> findJson() {
    return switch (this) {
      case Anytime() -> Optional.empty();
      case Within within -> Optional.of(within.toJson());
    };
  }

  /// Reads the member `name`, which is what [#findJson()] gave.
  ///
  /// @throws MalformedJsonException if it is there and something else
  static InstallTimes fromJson(JsonObject object, String name) throws MalformedJsonException {
    Optional<JsonObject> member = object.findObject(name);
    return member.isPresent() ? Within.within(member.get()) : new Anytime();
  }
}
