package dev.sluice.events.maintenance;

import dev.sluice.release.Members;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.MalformedJsonException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Some days of the week.
///
/// @param days at least one
public record WeekDays(SortedSet<DayOfWeek> days) {
  /// What people may write, for messages.
  public static final String SYNTAX = "days like mon-fri, or sat,sun";

  static final int MINUTES_OF_DAY = 24 * 60;
  private static final int NAME_LENGTH = 3;

  /// Checks that there is one, and copies.
  public WeekDays {
    days = Collections.unmodifiableSortedSet(new TreeSet<>(days));
    if (days.isEmpty()) {
      throw new IllegalArgumentException("expected " + SYNTAX + ", got none");
    }
  }

  /// Reads days and ranges of days, divided by commas; a range may go over the end of the week.
  ///
  /// @throws IllegalArgumentException if it is anything else
  public static WeekDays parse(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      String[] ends = part.strip().split("-", -1);
      Optional<DayOfWeek> first = find(ends[0].strip());
      Optional<DayOfWeek> last = find(ends[ends.length - 1].strip());
      if (ends.length > 2 || first.isEmpty() || last.isEmpty()) {
        throw new IllegalArgumentException("expected %s, got '%s'".formatted(SYNTAX, text));
      }
      for (DayOfWeek day = first.get(); day != last.get(); day = day.plus(1)) {
        days.add(day);
      }
      days.add(last.get());
    }
    return new WeekDays(new TreeSet<>(days));
  }

  boolean contains(LocalDate date) {
    return days.contains(date.getDayOfWeek());
  }

  /// Their names in documents, from Monday on.
  List<String> names() {
    return days.stream().map(WeekDays::name).toList();
  }

  static WeekDays fromJson(JsonObject object, String name) throws MalformedJsonException {
    Set<DayOfWeek> days =
        new TreeSet<>(
            Members.requireDistinct(
                object,
                name,
                "a day like mon",
                DayOfWeek.values().length,
                text -> find(text).isPresent(),
                text -> find(text).orElseThrow()));
    if (days.isEmpty()) {
      throw object.malformed(name, "at least one day");
    }
    return new WeekDays(new TreeSet<>(days));
  }

  private static Optional<DayOfWeek> find(String name) {
    return Arrays.stream(DayOfWeek.values()).filter(day -> name(day).equals(name)).findFirst();
  }

  private static String name(DayOfWeek day) {
    return day.name().toLowerCase(Locale.ROOT).substring(0, NAME_LENGTH);
  }
}
