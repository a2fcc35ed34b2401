package dev.sluice.patch.coding;

import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// Corrections of copied bytes: which bytes differ from what was predicted, and by how much.
///
/// Bytes are looked at in groups of [#GROUP]. A flag tells whether a group has corrections at all,
/// so that what is copied unchanged costs next to nothing, in bytes and in time; only in a group
/// that has some there is a flag for each byte.
public final class CorrectionModel {
  /// Bytes of a group; the last one of a copy may be shorter.
  public static final int GROUP = 32;

  /// Marks of bytes, taken as unsigned, are below this.
  public static final int MARKS = 256;

  private static final int CONTEXTS = 6;
  private static final int FLAG_MEMORY = 1023;

  private final ByteMixer mixer;
  private final int[] hashes = new int[CONTEXTS];
  private final Bits groups = new Bits(1 << 10, FLAG_MEMORY);
  private final FlagMixer flags = new FlagMixer();

  private int recentGroups;
  private int recentFlags;
  private int lastDifference;
  private int differenceBefore;
  private final int[] lastByMark = new int[MARKS];

  /// @param tableBits see [#memoryBytes]
  public CorrectionModel(int tableBits) {
    mixer = new ByteMixer(CONTEXTS, tableBits, MARKS);
  }

  /// Heap that a model takes, in bytes.
  public static long memoryBytes(int tableBits) {
    return ByteMixer.memoryBytes(tableBits) + FlagMixer.MEMORY_BYTES + (16 << 10);
  }

  /// Codes whether a group has corrections.
  ///
  /// @param isMarked whether a byte of the group has a mark
  /// @param hasAny whether there are some, when encoding
  public boolean codeHasAny(BitCoder coder, boolean isMarked, boolean hasAny)
      throws IOException, MalformedPatchException {
    int context = (recentGroups & 0x7f) << 1 | (isMarked ? 1 : 0);
    int coded = groups.code(coder, context, hasAny ? 1 : 0);
    recentGroups = recentGroups << 1 | coded;
    if (coded == 0) {
      recentFlags <<= 4;
    }
    return coded != 0;
  }

  /// Codes the corrections of a group that has some, and makes them.
  ///
  /// @param bytes hold what was predicted, and afterwards what is right
  /// @param marks of the bytes, see [#MARKS], at the same offsets
  /// @param right when encoding, what is right, at the same offsets; when decoding without meaning
  public void code(BitCoder coder, byte[] bytes, byte[] marks, int from, int to, byte[] right)
      throws IOException, MalformedPatchException {
    boolean isAny = false;
    for (int i = from; i < to; i++) {
      int wanted = right[i] & 0xff;
      int predicted = bytes[i] & 0xff;
      boolean isImplied = !isAny && i == to - 1;
      int flag =
          isImplied
              ? 1
              : flags.code(
                  coder,
                  marks[i] & 0xff,
                  recentFlags,
                  predicted,
                  before(bytes, i),
                  isAny,
                  wanted != predicted ? 1 : 0);
      recentFlags = recentFlags << 1 | flag;
      if (flag != 0) {
        isAny = true;
        bytes[i] =
            (byte)
                (predicted + codeDifference(coder, bytes, marks[i] & 0xff, i, wanted - predicted));
      }
    }
  }

  private static int before(byte[] bytes, int at) {
    return at == 0 ? 0 : bytes[at - 1] & 0xff;
  }

  private int codeDifference(BitCoder coder, byte[] bytes, int mark, int at, int difference)
      throws IOException, MalformedPatchException {
    int predicted = bytes[at] & 0xff;
    int before = before(bytes, at);
    int run = recentFlags & 7;
    hashes[0] = mark << 4 | 1;
    hashes[1] = ByteMixer.mix(lastDifference << 12 | run << 8 | mark << 20 | 2);
    hashes[2] = ByteMixer.mix(predicted << 8 | mark << 20 | 3);
    hashes[3] = ByteMixer.mix(lastByMark[mark] << 8 | mark << 20 | 4);
    hashes[4] = ByteMixer.mix(predicted << 8 | before << 16 | 5);
    hashes[5] = ByteMixer.mix(lastDifference << 16 | differenceBefore << 8 | run << 24 | 6);
    mixer.expect(-1, 0);
    int coded = mixer.code(coder, hashes, mark, difference & 0xff);
    differenceBefore = lastDifference;
    lastDifference = coded;
    lastByMark[mark] = coded;
    return coded;
  }
}
