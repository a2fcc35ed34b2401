package dev.sluice.delta.format;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.delta.match.EditScript;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Cuts an edit script into blocks that a patcher can hold in memory.
///
/// Edits are split where they are long, and a block ends where what it has to carry, bytes inserted
/// and bytes corrected, reaches a limit.
final class BlockPlan {
  private static final long MAX_COPY_BYTES = 1 << 18;
  private static final long MAX_INSERT_BYTES = 1 << 17;
  private static final long MAX_WEIGHT_BYTES = 1 << 18;
  private static final long MAX_VIEW_BYTES = 1 << 26;
  private static final long EDIT_WEIGHT_BYTES = 6;

  private final MemorySegment old;
  private final MemorySegment neu;
  private final EditScript edits = new EditScript();
  private final List<Integer> blockEnds = new ArrayList<>();
  private final List<Long> blockBytes = new ArrayList<>();
  private long at;
  private long blockStart;
  private long weight;

  BlockPlan(EditScript script, MemorySegment old, MemorySegment neu) {
    this.old = old;
    this.neu = neu;
    for (int i = 0; i < script.size(); i++) {
      split(script.copyStart(i), script.copyLength(i), script.insertLength(i));
    }
    endBlock();
  }

  private void split(long copyStart, long copyLength, long insertLength) {
    long copied = 0;
    while (copyLength - copied > MAX_COPY_BYTES) {
      add(copyStart + copied, MAX_COPY_BYTES, 0);
      copied += MAX_COPY_BYTES;
    }
    long inserted = Math.min(insertLength, MAX_INSERT_BYTES);
    add(copyStart + copied, copyLength - copied, inserted);
    while (inserted < insertLength) {
      long piece = Math.min(insertLength - inserted, MAX_INSERT_BYTES);
      add(0, 0, piece);
      inserted += piece;
    }
  }

  private void add(long copyStart, long copyLength, long insertLength) {
    edits.add(copyStart, copyLength, insertLength);
    weight += EDIT_WEIGHT_BYTES + corrected(copyStart, copyLength) + insertLength;
    at += copyLength + insertLength;
    if (weight >= MAX_WEIGHT_BYTES || at - blockStart >= MAX_VIEW_BYTES) {
      endBlock();
    }
  }

  private long corrected(long copyStart, long copyLength) {
    long count = 0;
    for (long i = 0; i < copyLength; i++) {
      count += old.get(JAVA_BYTE, copyStart + i) == neu.get(JAVA_BYTE, at + i) ? 0 : 1;
    }
    return count;
  }

  private void endBlock() {
    if (at > blockStart) {
      blockEnds.add(edits.size());
      blockBytes.add(at - blockStart);
      blockStart = at;
      weight = 0;
    }
  }

  /// The edits, none of them longer than a block may be.
  EditScript edits() {
    return edits;
  }

  int blocks() {
    return blockEnds.size();
  }

  /// Index behind the last edit of a block.
  int blockEnd(int block) {
    return blockEnds.get(block);
  }

  /// Bytes of new that a block makes.
  long blockBytes(int block) {
    return blockBytes.get(block);
  }
}
