package dev.sluice.rollout.traffic;

import dev.sluice.events.report.NodeTraffic;
import dev.sluice.events.report.Progress;
import dev.sluice.events.report.UpdateStep;
import java.util.Optional;

/// What devices did not have to fetch, as patches and compressed artifacts are smaller.
///
/// Downloads of devices that do not tell the length of the artifact are not in it.
///
/// @param downloads how many
/// @param wholeBytes the lengths of their artifacts
/// @param fetchedBytes what came for them
public record Savings(long downloads, long wholeBytes, long fetchedBytes) {
  /// No downloads.
  public static final Savings NONE = new Savings(0, 0, 0);

  private static final long MOST = NodeTraffic.MAX_BYTES;

  /// Checks the numbers.
  public Savings {
    if (!isNumber(downloads) || !isNumber(wholeBytes) || !isNumber(fetchedBytes)) {
      throw new IllegalArgumentException(
          "savings out of range: %d, %d, %d".formatted(downloads, wholeBytes, fetchedBytes));
    }
  }

  /// What a step of a device tells of it; empty if it is no download, or not told.
  public static Optional<Savings> of(UpdateStep step) {
    if (!(step.progress() instanceof Progress.Fetched fetched) || fetched.wholeBytes() == 0) {
      return Optional.empty();
    }
    // One that was interrupted tells what came since; in full, all of it came at some time.
    long came = fetched.form() == Progress.Form.FULL ? fetched.wholeBytes() : fetched.lengthBytes();
    return Optional.of(new Savings(1, Math.min(MOST, fetched.wholeBytes()), Math.min(MOST, came)));
  }

  /// Both together; a number ends at [NodeTraffic#MAX_BYTES].
  public Savings plus(Savings other) {
    return new Savings(
        Math.min(MOST, downloads + other.downloads),
        Math.min(MOST, wholeBytes + other.wholeBytes),
        Math.min(MOST, fetchedBytes + other.fetchedBytes));
  }

  private static boolean isNumber(long number) {
    return number >= 0 && number <= MOST;
  }
}
