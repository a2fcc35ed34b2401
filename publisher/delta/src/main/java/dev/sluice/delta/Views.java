package dev.sluice.delta;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.delta.container.ByteSource;
import dev.sluice.delta.container.LevelSearch;
import dev.sluice.delta.container.StreamLevels;
import dev.sluice.delta.container.StreamList;
import dev.sluice.delta.container.ViewExpander;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// How the differ looks at a pair of files: as they are, or with their zip entries inflated.
///
/// @param old view of the base, native
/// @param neu view of the result, native
/// @param level see [PatchHeader#level]
/// @param streamRuns see [PatchHeader#streamRuns]
record Views(
    PatchHeader.Container container,
    MemorySegment old,
    MemorySegment neu,
    int level,
    List<Long> streamRuns) {

  /// A result whose reproducible streams hold less than this part of it is compared as it is.
  private static final long MIN_SHARE = 64;

  /// Of the memory that the views may take, this part is left for the index.
  private static final long INDEX_SHARE = 2;

  /// Bytes by which a match must beat the alignment at hand: machine code wants to change often,
  /// the many small and unlike files of an archive do not.
  private static final long PLAIN_GAIN = 8;

  private static final long ZIP_GAIN = 28;

  /// Looks into the files when that is possible, exact, and within the memory.
  static Views of(MemorySegment old, MemorySegment neu, long maxMemoryBytes, Arena arena)
      throws IOException {
    var newStreams = StreamList.of(ByteSource.of(neu), neu.byteSize());
    var newLevels = LevelSearch.search(ByteSource.of(neu), newStreams);
    if (newStreams.coveredBytes(StreamLevels.of(newLevels)) < neu.byteSize() / MIN_SHARE + 1) {
      return plain(old, neu, maxMemoryBytes, arena);
    }
    var oldStreams = StreamList.of(ByteSource.of(old), old.byteSize());
    var runs = runs(old, oldStreams, newLevels);
    int level = mostUsed(newLevels);
    var oldLevels = StreamLevels.ofRuns(level, runs.stream().mapToLong(Long::longValue).toArray());
    long oldBytes = old.byteSize() == 0 ? 0 : oldStreams.viewBytes(old.byteSize(), oldLevels);
    long newBytes = newStreams.viewBytes(neu.byteSize(), StreamLevels.of(newLevels));
    if (runs.size() > PatchHeader.MAX_STREAM_RUNS
        || newBytes > PatchHeader.maxViewBytes(neu.byteSize())
        || oldBytes + newBytes > maxMemoryBytes / INDEX_SHARE) {
      return plain(old, neu, maxMemoryBytes, arena);
    }
    return new Views(
        PatchHeader.Container.ZIP,
        expand(old, oldLevels, oldBytes, arena),
        expand(neu, StreamLevels.of(newLevels), newBytes, arena),
        level,
        runs);
  }

  /// Length of both views.
  long bytes() {
    return old.byteSize() + neu.byteSize();
  }

  /// See [dev.sluice.delta.match.Matcher].
  long minGain() {
    return switch (container) {
      case PLAIN -> PLAIN_GAIN;
      case ZIP -> ZIP_GAIN;
    };
  }

  /// Copies the files while there is room: loops that meet mapped segments here and allocated ones
  /// there, as those of containers are, take twice the time.
  private static Views plain(
      MemorySegment old, MemorySegment neu, long maxMemoryBytes, Arena arena) {
    boolean isRoom = old.byteSize() + neu.byteSize() <= maxMemoryBytes / INDEX_SHARE;
    return new Views(
        PatchHeader.Container.PLAIN,
        isRoom || !old.isNative() ? copy(old, arena) : old,
        isRoom || !neu.isNative() ? copy(neu, arena) : neu,
        1,
        List.of());
  }

  private static MemorySegment copy(MemorySegment segment, Arena arena) {
    long length = segment.byteSize();
    return arena.allocate(Math.max(1, length)).asSlice(0, length).copyFrom(segment);
  }

  /// Which streams of the base to leave as they are.
  ///
  /// While the result has some that cannot be reproduced, the base's like them must stay as they
  /// are too, or what did not change would no longer match.
  private static List<Long> runs(MemorySegment old, StreamList oldStreams, byte[] newLevels)
      throws IOException {
    var runs = new ArrayList<Long>();
    boolean isAllReproduced = true;
    for (byte level : newLevels) {
      isAllReproduced &= level != StreamLevels.RAW;
    }
    if (isAllReproduced) {
      return runs;
    }
    long run = 0;
    boolean isRaw = false;
    for (byte level : LevelSearch.search(ByteSource.of(old), oldStreams)) {
      if ((level == StreamLevels.RAW) != isRaw) {
        runs.add(run);
        run = 0;
        isRaw = !isRaw;
      }
      run++;
    }
    return runs;
  }

  private static int mostUsed(byte[] levels) {
    var uses = new int[10];
    int best = 1;
    for (byte level : levels) {
      uses[level]++;
    }
    for (int level = 1; level < uses.length; level++) {
      best = uses[level] > uses[best] ? level : best;
    }
    return best;
  }

  private static MemorySegment expand(
      MemorySegment file, StreamLevels levels, long viewBytes, Arena arena) throws IOException {
    var view = arena.allocate(Math.max(1, viewBytes)).asSlice(0, viewBytes);
    if (viewBytes == 0) {
      return view;
    }
    // What looks like a stream but is none may reach behind the end before it is taken back.
    long length =
        ViewExpander.expand(
            ByteSource.of(file),
            file.byteSize(),
            levels,
            (position, bytes, count) -> {
              int kept = (int) Math.clamp(viewBytes - position, 0L, count);
              MemorySegment.copy(bytes, 0, view, JAVA_BYTE, Math.min(position, viewBytes), kept);
            });
    if (length != viewBytes) {
      throw new IllegalStateException(
          "a view must have the " + viewBytes + " bytes counted before, has " + length);
    }
    return view;
  }
}
