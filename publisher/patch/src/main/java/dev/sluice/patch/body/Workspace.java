package dev.sluice.patch.body;

import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.Varint;
import dev.sluice.patch.coding.CorrectionModel;
import dev.sluice.patch.coding.InsertionModel;
import dev.sluice.patch.wire.PatchInput;
import java.io.IOException;
import java.io.OutputStream;

/// What a patch needs to be applied, declared before anything is allocated.
///
/// @param insertionBits size class of the model of insertions, [#MIN_BITS] to [#MAX_BITS]
/// @param correctionBits size class of the model of corrections, likewise
/// @param historyBits binary logarithm of how many bytes of the view are kept, likewise
/// @param maxEdits most edits of a section
/// @param hasExecutables whether addresses in executables are foretold
/// @param streamKib memory that streams take which are taken apart or made again, in KiB
/// @param dictionaryBits binary logarithm of the dictionary of LZMA2 streams, 12 to [#MAX_BITS], or
///     0 if sections are coded under models
/// @param windowBits binary logarithm of how many bytes of the base's view stand before a section
///     in that dictionary at most, 12 to less than `dictionaryBits`; 0 for none
public record Workspace(
    int insertionBits,
    int correctionBits,
    int historyBits,
    int maxEdits,
    boolean hasExecutables,
    int streamKib,
    int dictionaryBits,
    int windowBits) {
  /// Least size class.
  public static final int MIN_BITS = 6;

  /// Greatest size class.
  public static final int MAX_BITS = 24;

  /// What an edit takes.
  public static final long EDIT_BYTES = 3 * Long.BYTES;

  /// Least size class of a dictionary, and of a window.
  public static final int MIN_DICTIONARY_BITS = 12;

  private static final int MAX_EDITS = 1 << 24;
  private static final int MAX_STREAM_KIB = 1 << 22;
  private static final long FIXED_BYTES = 640 << 10;
  private static final long FIXED_DICTIONARY_BYTES = 320 << 10;

  private static final long KIB = 1024;

  /// Checks the ranges.
  public Workspace {
    if (isOff(insertionBits)
        || isOff(correctionBits)
        || isOff(historyBits)
        || maxEdits < 0
        || maxEdits > MAX_EDITS
        || streamKib < 0
        || streamKib > MAX_STREAM_KIB
        || isNoDictionary(dictionaryBits)
        || isNoWindow(windowBits, dictionaryBits)) {
      throw new IllegalArgumentException(
          "a workspace of %d, %d, %d bits, %d edits, %d KiB, %d and %d bits is out of range"
              .formatted(
                  insertionBits,
                  correctionBits,
                  historyBits,
                  maxEdits,
                  streamKib,
                  dictionaryBits,
                  windowBits));
    }
  }

  private static boolean isNoDictionary(int bits) {
    return bits != 0 && (bits < MIN_DICTIONARY_BITS || bits > MAX_BITS);
  }

  private static boolean isNoWindow(int bits, int dictionaryBits) {
    return bits != 0 && (bits < MIN_DICTIONARY_BITS || bits >= dictionaryBits);
  }

  private static boolean isOff(int bits) {
    return bits < MIN_BITS || bits > MAX_BITS;
  }

  /// What sections take that are LZMA2 streams.
  public static Workspace ofDictionary(int dictionaryBits, int windowBits, int streamKib) {
    return new Workspace(
        MIN_BITS, MIN_BITS, MIN_BITS, 0, false, streamKib, dictionaryBits, windowBits);
  }

  /// Heap and native memory of all that, in bytes.
  public long memoryBytes() {
    return streamBytes() + (isDictionary() ? dictionaryBytes() : modelBytes());
  }

  private long dictionaryBytes() {
    return FIXED_DICTIONARY_BYTES + DictionaryCode.memoryBytes(dictionaryBits);
  }

  private long modelBytes() {
    return FIXED_BYTES
        + InsertionModel.memoryBytes(insertionBits)
        + CorrectionModel.memoryBytes(correctionBits)
        + (1L << historyBits)
        + EDIT_BYTES * maxEdits
        + (hasExecutables ? ExecutablePair.MEMORY_BYTES : 0);
  }

  /// Whether sections are LZMA2 streams.
  public boolean isDictionary() {
    return dictionaryBits > 0;
  }

  /// What streams may take, in bytes.
  public long streamBytes() {
    return KIB * streamKib;
  }

  /// Most bytes of the base's view before a section in its dictionary; 0 if there are no windows.
  public int maxWindowBytes() {
    return windowBits > 0 ? 1 << windowBits : 0;
  }

  /// What reading edits takes, without what they correct and insert.
  public Workspace ofEdits() {
    return new Workspace(
        MIN_BITS, MIN_BITS, MIN_BITS, maxEdits, hasExecutables, 0, dictionaryBits, windowBits);
  }

  /// Reads a workspace.
  public static Workspace read(PatchInput input) throws IOException, MalformedPatchException {
    int insertionBits = readBits(input);
    int correctionBits = readBits(input);
    int historyBits = readBits(input);
    long maxEdits = input.readVarint(MAX_EDITS, "a number of edits");
    int hasExecutables = input.readByte("whether there are executables");
    if (hasExecutables > 1) {
      throw MalformedPatchException.corrupt(input.offset(), "executables or none: 1 or 0");
    }
    long streamKib = input.readVarint(MAX_STREAM_KIB, "the memory for streams");
    int dictionaryBits = input.readByte("a dictionary");
    if (isNoDictionary(dictionaryBits)) {
      throw MalformedPatchException.corrupt(
          input.offset(),
          "a dictionary of 0 or %d to %d bits, not %d"
              .formatted(MIN_DICTIONARY_BITS, MAX_BITS, dictionaryBits));
    }
    int windowBits = input.readByte("a window");
    if (isNoWindow(windowBits, dictionaryBits)) {
      throw MalformedPatchException.corrupt(
          input.offset(),
          "a window of 0 or %d to %d bits, not %d"
              .formatted(MIN_DICTIONARY_BITS, dictionaryBits - 1, windowBits));
    }
    return new Workspace(
        insertionBits,
        correctionBits,
        historyBits,
        (int) maxEdits,
        hasExecutables == 1,
        (int) streamKib,
        dictionaryBits,
        windowBits);
  }

  private static int readBits(PatchInput input) throws IOException, MalformedPatchException {
    int bits = input.readByte("a size class");
    if (isOff(bits)) {
      throw MalformedPatchException.corrupt(
          input.offset(), "a size class of " + MIN_BITS + " to " + MAX_BITS + ", not " + bits);
    }
    return bits;
  }

  /// Writes it.
  public void write(OutputStream target) throws IOException {
    target.write(insertionBits);
    target.write(correctionBits);
    target.write(historyBits);
    Varint.write(target, maxEdits);
    target.write(hasExecutables ? 1 : 0);
    Varint.write(target, streamKib);
    target.write(dictionaryBits);
    target.write(windowBits);
  }
}
