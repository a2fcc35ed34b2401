package dev.sluice.update.memory;

import dev.sluice.events.flag.DeviceFlags;
import dev.sluice.release.flags.FlagName;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the device knows of the flags that its ring has switched off.
///
/// @param wanted what the rings document said last
/// @param followed what is off in what the program has read last
/// @param isSettled whether the program has read what is wanted
/// @param failures how often it was asked in vain to read what is wanted
/// @param problem why; empty if it was not
public record SwitchedFlags(
    SortedSet<FlagName> wanted,
    SortedSet<FlagName> followed,
    boolean isSettled,
    int failures,
    String problem) {
  /// Attempts at letting the program read what one order switches. Our choice.
  public static final int MAX_FAILURES = 5;

  /// No flag was ever off.
  public static final SwitchedFlags NONE =
      new SwitchedFlags(Collections.emptySortedSet(), Collections.emptySortedSet(), true, 0, "");

  /// Checks the count, and copies.
  public SwitchedFlags {
    wanted = Collections.unmodifiableSortedSet(new TreeSet<>(wanted));
    followed = Collections.unmodifiableSortedSet(new TreeSet<>(followed));
    if (failures < 0) {
      throw new IllegalArgumentException("failures must be 0 or more, got " + failures);
    }
  }

  /// What the pipeline is told.
  public DeviceFlags told() {
    return new DeviceFlags(followed, problem);
  }

  /// Whether the program is to be asked to read what is wanted.
  public boolean isDue() {
    return !isSettled && failures < MAX_FAILURES;
  }

  /// The ring wants something else; how often that failed is counted anew.
  public SwitchedFlags ordered(SortedSet<FlagName> newWanted) {
    return wanted.equals(newWanted) ? this : new SwitchedFlags(newWanted, followed, false, 0, "");
  }

  /// The program has read what is wanted.
  public SwitchedFlags done() {
    return new SwitchedFlags(wanted, wanted, true, 0, "");
  }

  /// The program could not be brought to read it, or is not healthy with it.
  public SwitchedFlags failed(String why) {
    return new SwitchedFlags(
        wanted,
        isSettled ? Collections.emptySortedSet() : followed,
        false,
        Math.min(failures + 1, MAX_FAILURES),
        why);
  }
}
