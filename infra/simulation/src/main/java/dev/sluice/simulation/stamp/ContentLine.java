package dev.sluice.simulation.stamp;

import dev.sluice.testkit.Seeded;
import java.util.Arrays;

/// What the releases of a product hold, one after the other: each has some bytes changed and some
/// added at the end, and is never the same as another.
///
/// There are few lines, so that histories share the patches between their releases.
///
/// @param number which line, 0 to [#LINES] - 1
public record ContentLine(int number) {
  /// How many there are.
  public static final int LINES = 40;

  private static final int MAX_FIRST_BYTES = 12_000;
  private static final int MAX_ADDED_BYTES = 3_000;
  private static final int CHANGES = 20;

  /// One of the lines.
  public static ContentLine drawn(Seeded chance) {
    return new ContentLine(chance.nextInt(LINES));
  }

  /// The content of a release.
  ///
  /// @param counter of the release, from 1
  public byte[] content(int counter) {
    var seeded = new Seeded(number);
    var content = seeded.bytesOfLength((int) seeded.between(1, MAX_FIRST_BYTES));
    for (int i = 1; i < counter; i++) {
      content = changed(content, seeded);
    }
    return content;
  }

  private static byte[] changed(byte[] before, Seeded seeded) {
    int added = (int) seeded.between(1, MAX_ADDED_BYTES);
    var after = Arrays.copyOf(before, before.length + added);
    for (int i = 0; i < CHANGES; i++) {
      after[seeded.nextInt(after.length)] = (byte) seeded.nextInt();
    }
    return after;
  }
}
