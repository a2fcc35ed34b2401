package dev.sluice.delta.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads the blocks of a patch and the edits in them.
///
/// The caller loops: [#nextBlock], then for each edit [#nextEdit], the corrections of what it
/// copies in as many steps as it likes, then what it inserts likewise, until the block is used up.
public final class BlockReader {
  private static final PatchStream[] STREAMS = PatchStream.values();
  private static final long FIXED_MEMORY_BYTES = 1 << 14;

  private final PatchInput input;
  private final byte[] block;
  private final List<StreamDecoder> decoders = new ArrayList<>();
  private long remaining;
  private long expectedStart;
  private long copyStart;
  private long copyLength;
  private long insertLength;
  private long kept;
  private long changed;
  private boolean isChangeNext;

  /// Allocates what [#memoryBytes] says.
  ///
  /// @param dictionaryBytes the window of each stream, in the order of [PatchStream]
  public BlockReader(PatchInput input, int[] dictionaryBytes, int maxBlockBytes) {
    this.input = input;
    this.block = new byte[maxBlockBytes];
    for (var stream : STREAMS) {
      decoders.add(new StreamDecoder(stream, dictionaryBytes[stream.index()]));
    }
  }

  /// Heap that a reader takes, in bytes.
  public static long memoryBytes(int[] dictionaryBytes, long maxBlockBytes) {
    long sum = FIXED_MEMORY_BYTES + maxBlockBytes;
    for (int dictionary : dictionaryBytes) {
      sum += StreamDecoder.memoryBytes(dictionary);
    }
    return sum;
  }

  /// Reads a whole block.
  ///
  /// @param maxViewBytes how much is still to be made
  public void nextBlock(long maxViewBytes) throws IOException, MalformedPatchException {
    remaining = input.readVarint(maxViewBytes, "the bytes made by a block");
    if (remaining == 0) {
      throw MalformedPatchException.corrupt(input.offset(), "a block that makes something");
    }
    var lengths = new int[STREAMS.length];
    int total = 0;
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = (int) input.readVarint(block.length - total, "the length of a block's stream");
      total += lengths[i];
    }
    input.readFully(block, total, "a block of " + total + " bytes");
    int start = 0;
    for (int i = 0; i < lengths.length; i++) {
      decoders.get(i).load(block, start, lengths[i], input.offset());
      start += lengths[i];
    }
  }

  /// Whether the current block has another edit; checks that it holds nothing else when it has
  /// none.
  public boolean hasEdit() throws MalformedPatchException {
    if (remaining > 0) {
      return true;
    }
    if (kept > 0 || changed > 0) {
      throw decoder(PatchStream.KEPT_RUNS).corrupt("runs that end with their block");
    }
    isChangeNext = false;
    for (var decoder : decoders) {
      decoder.requireDrained();
    }
    return false;
  }

  /// Reads the numbers of the next edit.
  ///
  /// @param oldLength bound of what it copies
  public void nextEdit(long oldLength) throws MalformedPatchException {
    copyLength = decoder(PatchStream.COPY_LENGTHS).readVarint(remaining);
    remaining -= copyLength;
    insertLength = decoder(PatchStream.INSERT_LENGTHS).readVarint(remaining);
    remaining -= insertLength;
    if (copyLength == 0 && insertLength == 0) {
      throw decoder(PatchStream.COPY_LENGTHS).corrupt("edits that make something");
    }
    if (copyLength > 0) {
      var seeks = decoder(PatchStream.SEEKS);
      copyStart = expectedStart + Varint.unfold(seeks.readVarint(Long.MAX_VALUE));
      if (copyStart < 0 || copyStart > oldLength - copyLength) {
        throw seeks.corrupt("sources within the base");
      }
      expectedStart = copyStart + copyLength;
    }
  }

  /// Where in old the current edit copies from.
  public long copyStart() {
    return copyStart;
  }

  /// Bytes the current edit copies.
  public long copyLength() {
    return copyLength;
  }

  /// Bytes the current edit inserts.
  public long insertLength() {
    return insertLength;
  }

  /// Adds the next corrections to the first `count` bytes of `target`.
  public void correct(byte[] target, int count) throws MalformedPatchException {
    int done = 0;
    while (done < count) {
      if (kept > 0) {
        int skipped = (int) Math.min(kept, count - done);
        kept -= skipped;
        done += skipped;
      } else if (changed > 0) {
        target[done] = (byte) (target[done] + decoder(PatchStream.CHANGES).read());
        changed--;
        done++;
      } else {
        nextRun();
      }
    }
  }

  private void nextRun() throws MalformedPatchException {
    if (isChangeNext) {
      var runs = decoder(PatchStream.CHANGED_RUNS);
      changed = runs.readVarint(Long.MAX_VALUE);
      if (changed == 0) {
        throw runs.corrupt("runs that change something");
      }
    } else {
      kept = decoder(PatchStream.KEPT_RUNS).readVarint(Long.MAX_VALUE);
    }
    isChangeNext = !isChangeNext;
  }

  /// Fills the first `count` bytes of `target` with inserted ones.
  public void insert(byte[] target, int count) throws MalformedPatchException {
    decoder(PatchStream.INSERTIONS).readFully(target, 0, count);
  }

  private StreamDecoder decoder(PatchStream stream) {
    return decoders.get(stream.index());
  }
}
