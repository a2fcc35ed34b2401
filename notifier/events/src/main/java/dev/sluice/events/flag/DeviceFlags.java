package dev.sluice.events.flag;

import dev.sluice.events.rings.Ring;
import dev.sluice.release.Members;
import dev.sluice.release.flags.FlagName;
import dev.sluice.tuf.json.JsonArray;
import dev.sluice.tuf.json.JsonObject;
import dev.sluice.tuf.json.JsonString;
import dev.sluice.tuf.json.MalformedJsonException;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a device says of the flags that its ring has switched off.
///
/// @param off the flags that are off in what its program has read last, at most
///     [Ring#MAX_FLAGS_OFF]
/// @param problem why what the ring says now is not read yet; empty if it is
public record DeviceFlags(SortedSet<FlagName> off, String problem) {
  /// Longest text of a problem: 500 characters, each of which may take two.
  public static final int MAX_PROBLEM_LENGTH = 1_000;

  /// Nothing is off, and nothing is wrong.
  public static final DeviceFlags NONE = new DeviceFlags(Collections.emptySortedSet(), "");

  /// Checks the number of flags and the text, and copies.
  public DeviceFlags {
    off = Collections.unmodifiableSortedSet(new TreeSet<>(off));
    if (off.size() > Ring.MAX_FLAGS_OFF) {
      throw new IllegalArgumentException(
          "expected at most %d flags off, got %d".formatted(Ring.MAX_FLAGS_OFF, off.size()));
    }
    if (!isProblem(problem)) {
      throw new IllegalArgumentException(
          "problem: expected Unicode of at most " + MAX_PROBLEM_LENGTH + " characters");
    }
  }

  private static boolean isProblem(String text) {
    return text.length() <= MAX_PROBLEM_LENGTH && JsonString.isWellFormed(text);
  }

  /// Whether there is nothing to tell.
  public boolean isNone() {
    return equals(NONE);
  }

  /// The form in documents.
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("off", JsonArray.ofStrings(off.stream().map(FlagName::value).toList()))
        .put("problem", problem)
        .build();
  }

  /// Reads what [#toJson()] wrote; further members are ignored.
  ///
  /// @throws MalformedJsonException if it is anything else
  public static DeviceFlags fromJson(JsonObject json) throws MalformedJsonException {
    String problem = json.requireString("problem");
    if (!isProblem(problem)) {
      throw json.malformed("problem", "at most " + MAX_PROBLEM_LENGTH + " characters");
    }
    return new DeviceFlags(
        new TreeSet<>(
            Members.requireDistinct(
                json,
                "off",
                FlagName.SYNTAX,
                Ring.MAX_FLAGS_OFF,
                FlagName::isValid,
                FlagName::new)),
        problem);
  }
}
