package dev.sluice.update.fetch;

import dev.sluice.release.SliceList;
import dev.sluice.update.file.ByteRange;
import dev.sluice.update.plan.Plan;
import java.util.List;

/// The states in which the machine brings the bytes of an artifact together.
public sealed interface FetchPhase {
  /// What is brought.
  Plan plan();

  /// Waits for the answer to a fetch.
  sealed interface AwaitsBytes extends FetchPhase {}

  /// Waits for digests of what is on disk.
  sealed interface AwaitsDigests extends FetchPhase {}

  /// Waits for something to be done on disk.
  sealed interface AwaitsDisk extends FetchPhase {}

  /// Digests the artifact's download: after a restart all of it may be there.
  record CheckingReady(Plan plan) implements AwaitsDigests {}

  /// Digests the installed file, to know from which base a patch could start.
  record CheckingBase(Plan plan) implements AwaitsDigests {}

  /// Waits for the device to say how much room there is.
  sealed interface AwaitsRoom extends FetchPhase {}

  /// Looks whether patches and their results find room beside the installed file.
  record MeasuringRoom(Plan plan, Delta delta) implements AwaitsRoom {}

  /// Looks whether the whole artifact finds room beside the installed file.
  record MeasuringWhole(Plan plan) implements AwaitsRoom {}

  /// Digests what the step before gave: after a restart it may be there already.
  ///
  /// @param isJustMade whether it was made in this run, so that it must be there
  record CheckingStep(Plan plan, Delta delta, boolean isJustMade) implements AwaitsDigests {}

  /// Looks how much of the patch is there already.
  record CheckingPart(Plan plan, Delta delta) implements AwaitsDigests {}

  /// Fetches the patch part by part, and writes each.
  ///
  /// @param startBytes how much is on disk, once the part that is being written is
  record FetchingPatch(Plan plan, Delta delta, long startBytes)
      implements AwaitsBytes, AwaitsDisk {}

  /// Digests the whole patch, which was refused, to learn whether it is the one that was meant.
  record CheckingPatch(Plan plan, Delta delta) implements AwaitsDigests {}

  /// Digests the base once more, after the right patch could not be applied to it.
  record RecheckingBase(Plan plan, Delta delta) implements AwaitsDigests {}

  /// Applies what is there of the patch.
  ///
  /// @param availableBytes how much is there
  record Applying(Plan plan, Delta delta, long availableBytes) implements AwaitsDisk {}

  /// Fetches the artifact's slice list.
  record FetchingSliceList(Plan plan) implements AwaitsBytes {}

  /// Digests the slices that are on disk already.
  record CheckingSlices(Plan plan, SliceList list) implements AwaitsDigests {}

  /// Fetches one slice and writes it.
  ///
  /// @param missing slices that were not on disk, ascending
  /// @param at which of them is under way
  record FetchingSlice(Plan plan, SliceList list, List<Integer> missing, int at)
      implements AwaitsBytes, AwaitsDisk {
    /// Copies the list.
    public FetchingSlice {
      missing = List.copyOf(missing);
    }

    int slice() {
      return missing.get(at);
    }

    ByteRange.Part range() {
      long start = slice() * list.sliceLengthBytes();
      return new ByteRange.Part(
          start, Math.min(start + list.sliceLengthBytes(), list.lengthBytes()));
    }
  }
}
