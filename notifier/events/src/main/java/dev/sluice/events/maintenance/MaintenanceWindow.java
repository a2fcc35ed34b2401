package dev.sluice.events.maintenance;

import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A span of some days of the week, by the clock on the device's wall.
///
/// It is open while that clock shows a time in `[from, to)`. So when clocks are put forward, what
/// they skip is no part of it, and a time that they show twice is in it twice.
///
/// @param days the days on which it opens
/// @param from when it opens, whole minutes
/// @param to when it closes, whole minutes; on the next day if it is not after `from`, so that the
///     same time is a whole day
public record MaintenanceWindow(WeekDays days, LocalTime from, LocalTime to) {
  private static final Set<String> MEMBERS = Set.of("days", "from", "to");

  /// Checks that the times are whole minutes.
  public MaintenanceWindow {
    requireMinutes("from", from);
    requireMinutes("to", to);
  }

  private static void requireMinutes(String name, LocalTime time) {
    if (!time.equals(time.truncatedTo(ChronoUnit.MINUTES))) {
      throw new IllegalArgumentException(name + ": expected whole minutes, got " + time);
    }
  }

  /// Whether the clock on the wall shows a time in it.
  boolean isOpen(LocalDateTime wall) {
    LocalDate today = wall.toLocalDate();
    LocalTime time = wall.toLocalTime();
    if (to.isAfter(from)) {
      return days.contains(today) && !time.isBefore(from) && time.isBefore(to);
    }
    return (days.contains(today) && !time.isBefore(from))
        || (days.contains(today.minusDays(1)) && time.isBefore(to));
  }

  /// The moments at which it opens on a date: none, one, or two if clocks show that time twice.
  Stream<Instant> openings(LocalDate date, ZoneId zone) {
    if (!days.contains(date)) {
      return Stream.empty();
    }
    LocalDateTime wall = date.atTime(from);
    ZoneRules rules = zone.getRules();
    List<ZoneOffset> offsets = rules.getValidOffsets(wall);
    // A time that clocks skip: what is left of the window opens right after.
    return offsets.isEmpty()
        ? Stream.of(rules.getTransition(wall).getInstant())
        : offsets.stream().map(wall::toInstant);
  }

  /// How long it is open, in minutes of the clock on the wall.
  int lengthMinutes() {
    int minutes = (int) ChronoUnit.MINUTES.between(from, to);
    return minutes > 0 ? minutes : minutes + WeekDays.MINUTES_OF_DAY;
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("days", JsonArray.ofStrings(days.names()))
        .put("from", from.toString())
        .put("to", to.toString())
        .build();
  }

  static MaintenanceWindow fromJson(JsonObject object) throws MalformedJsonException {
    object.rejectUnknown(MEMBERS);
    return new MaintenanceWindow(
        WeekDays.fromJson(object, "days"), time(object, "from"), time(object, "to"));
  }

  private static LocalTime time(JsonObject object, String name) throws MalformedJsonException {
    String text = object.requireString(name);
    try {
      LocalTime time = LocalTime.parse(text);
      if (text.equals(time.truncatedTo(ChronoUnit.MINUTES).toString())) {
        return time;
      }
    } catch (DateTimeException _) {
      // The message below says what was expected.
    }
    throw object.malformed(name, "a time like 01:00");
  }
}
