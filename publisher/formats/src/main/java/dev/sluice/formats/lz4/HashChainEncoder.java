package dev.sluice.formats.lz4;

import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// The parser of liblz4's levels 3 to 9: of three matches that overlap, each one longer than the
/// one before, it keeps as much as pays (`LZ4HC_compress_hashChain` in lz4hc.c).
final class HashChainEncoder implements BlockEncoder {
  private static final int OPTIMAL_LENGTH = Lz4Format.LONG - 1 + Lz4Format.MIN_MATCH;
  private static final int MIN_GAP = 3;

  private final Contents contents;
  private final MatchFinder finder;

  private int anchor;
  private int lastStart;

  private int skippedStart;
  private int skippedLength;
  private int skippedDistance;

  private int start;
  private int length;
  private int distance;

  private int start2;
  private int length2;
  private int distance2;

  private int start3;
  private int length3;
  private int distance3;

  private enum Step {
    SECOND,
    THIRD,
    DONE
  }

  HashChainEncoder(Contents contents, MatchFinder.Effort effort) {
    this.contents = contents;
    this.finder = new MatchFinder(effort, contents);
  }

  @Override
  public void encode(SequenceWriter target) throws IOException, MalformedPatchException {
    int end = contents.length();
    anchor = 0;
    start = 0;
    lastStart = end - Lz4Format.MATCH_LIMIT;
    finder.begin(end - Lz4Format.LAST_LITERALS);
    while (end >= Lz4Format.MIN_BLOCK_BYTES && start <= lastStart) {
      length = finder.find(start, start, Lz4Format.MIN_MATCH - 1);
      if (length < Lz4Format.MIN_MATCH) {
        start++;
      } else {
        distance = finder.distance();
        writeFrom(target);
      }
    }
    target.writeLast(anchor, end);
    target.flush();
  }

  /// A first match is known: looks for better ones, and writes.
  private void writeFrom(SequenceWriter target) throws IOException, MalformedPatchException {
    skippedStart = start;
    skippedLength = length;
    skippedDistance = distance;
    var step = Step.SECOND;
    while (step != Step.DONE) {
      step = step == Step.SECOND ? findSecond(target) : findThird(target);
    }
  }

  private Step findSecond(SequenceWriter target) throws IOException, MalformedPatchException {
    int found =
        start + length <= lastStart ? finder.find(start + length - 2, start, length) : length;
    if (found == length) {
      writeFirst(target);
      return Step.DONE;
    }
    start2 = finder.start();
    length2 = found;
    distance2 = finder.distance();
    if (skippedStart < start && start2 < start + skippedLength) {
      start = skippedStart;
      length = skippedLength;
      distance = skippedDistance;
    }
    if (start2 - start < MIN_GAP) {
      secondBecomesFirst();
      return Step.SECOND;
    }
    return Step.THIRD;
  }

  private Step findThird(SequenceWriter target) throws IOException, MalformedPatchException {
    if (start2 - start < OPTIMAL_LENGTH) {
      cutSecond(shortened(length) - (start2 - start));
    }
    int end2 = start2 + length2;
    int found = end2 <= lastStart ? finder.find(end2 - MIN_GAP, start2, length2) : length2;
    if (found == length2) {
      length = Math.min(length, start2 - start);
      writeFirst(target);
      secondBecomesFirst();
      writeFirst(target);
      return Step.DONE;
    }
    start3 = finder.start();
    length3 = found;
    distance3 = finder.distance();
    if (start3 < start + length + MIN_GAP) {
      return dropSecond(target);
    }
    makeRoomForSecond();
    writeFirst(target);
    secondBecomesFirst();
    thirdBecomesSecond();
    return Step.THIRD;
  }

  /// There is no room for the second match between the first and the third.
  private Step dropSecond(SequenceWriter target) throws IOException, MalformedPatchException {
    if (start3 < start + length) {
      thirdBecomesSecond();
      return Step.THIRD;
    }
    if (start2 < start + length) {
      cutSecond(start + length - start2);
      if (length2 < Lz4Format.MIN_MATCH) {
        thirdBecomesSecond();
      }
    }
    writeFirst(target);
    start = start3;
    length = length3;
    distance = distance3;
    skippedStart = start2;
    skippedLength = length2;
    skippedDistance = distance2;
    return Step.SECOND;
  }

  /// Three matches in ascending order: the first ends where the second starts.
  private void makeRoomForSecond() {
    int gap = start2 - start;
    if (gap >= length) {
      return;
    }
    if (gap < OPTIMAL_LENGTH) {
      length = shortened(length);
      cutSecond(length - gap);
    } else {
      length = gap;
    }
  }

  /// How long the first match may be, so that the second keeps its shortest length.
  private int shortened(int longest) {
    int room = start2 - start + length2 - Lz4Format.MIN_MATCH;
    return Math.min(Math.min(longest, OPTIMAL_LENGTH), room);
  }

  private void cutSecond(int count) {
    if (count > 0) {
      start2 += count;
      length2 -= count;
    }
  }

  private void secondBecomesFirst() {
    start = start2;
    length = length2;
    distance = distance2;
  }

  private void thirdBecomesSecond() {
    start2 = start3;
    length2 = length3;
    distance2 = distance3;
  }

  private void writeFirst(SequenceWriter target) throws IOException, MalformedPatchException {
    target.write(anchor, start, length, distance);
    start += length;
    anchor = start;
  }
}
