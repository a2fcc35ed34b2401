package dev.sluice.delta;

/// How large the models of a patch are made: as large as what they have to learn, within what a
/// small device can spare.
final class Sizes {
  /// No more than this is taken by the models of any patch, edits included.
  static final long MAX_MODEL_BYTES = 7L << 20;

  private static final int MIN_TABLE_BITS = 8;
  private static final int MAX_INSERTION_BITS = 16;

  /// Beside the model of an executable, so that both fit a device with 8 MiB.
  private static final int MAX_SHARED_BITS = 14;

  private static final int MAX_CORRECTION_BITS = 15;
  private static final int MIN_HISTORY_BITS = 12;
  private static final int MAX_HISTORY_BITS = 18;

  /// Groups of counters that a byte touches at most.
  private static final long GROUPS_PER_INSERTION = 8;

  private static final long GROUPS_PER_CORRECTION = 4;

  /// A view of fewer bytes is modelled in no time.
  private static final long MIN_DICTIONARY_VIEW_BYTES = 1 << 20;

  private static final int MAX_DICTIONARY_BITS = 22;

  private Sizes() {}

  /// Whether a whole file is so long that the models would cost a device too much time.
  static boolean isForDictionary(long baseBytes, long viewBytes) {
    return baseBytes == 0 && viewBytes >= MIN_DICTIONARY_VIEW_BYTES;
  }

  /// 4 MiB, or the view.
  static int dictionaryBits(long viewBytes) {
    return bits(viewBytes, MIN_TABLE_BITS, MAX_DICTIONARY_BITS);
  }

  static int insertionBits(long insertedBytes, boolean hasExecutables) {
    int most = hasExecutables ? MAX_SHARED_BITS : MAX_INSERTION_BITS;
    return bits(GROUPS_PER_INSERTION * insertedBytes, MIN_TABLE_BITS, most);
  }

  static int correctionBits(long correctedBytes, boolean hasExecutables) {
    int most = hasExecutables ? MAX_SHARED_BITS : MAX_CORRECTION_BITS;
    return bits(GROUPS_PER_CORRECTION * correctedBytes, MIN_TABLE_BITS, most);
  }

  static int historyBits(long viewBytes) {
    return bits(viewBytes, MIN_HISTORY_BITS, MAX_HISTORY_BITS);
  }

  private static int bits(long wanted, int least, int most) {
    return Math.clamp(Long.SIZE - Long.numberOfLeadingZeros(wanted), least, most);
  }
}
