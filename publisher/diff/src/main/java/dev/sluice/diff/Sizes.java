package dev.sluice.diff;

import dev.sluice.patch.body.Workspace;
import java.util.Optional;

/// How large the models of a patch are made: as large as what they have to learn, within what a
/// small device can spare.
final class Sizes {
  /// What a patch takes unless its streams take more than [#USUAL_STREAM_BYTES]: so much of a
  /// device with 8 MiB that its collector still has room to work.
  private static final long USUAL_BYTES = 15L << 19;

  private static final long USUAL_STREAM_BYTES = 4L << 20;

  /// No more than this is taken by the models of any patch, edits included.
  private static final long MAX_MODEL_BYTES = 7L << 20;

  /// Models that learn something, those of executables among them.
  private static final long LEAST_MODEL_BYTES = USUAL_BYTES - USUAL_STREAM_BYTES;

  /// Of what a patch may take.
  private static final int EDITS_SHARE = 4;

  private static final int MIN_TABLE_BITS = 8;

  /// A history of so many more bits takes as much as a table of groups.
  private static final int HISTORY_AHEAD = 5;

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

  private static final int MIN_DICTIONARY_BITS = 13;
  private static final int MAX_DICTIONARY_BITS = 22;
  private static final int MAX_WINDOWED_BITS = 21;

  /// What has to be new of a view, 1 in so many.
  private static final long REWRITTEN_SHARE = 128;

  private static final long REWRITTEN_CODE_SHARE = 20;

  private Sizes() {}

  /// What streams may take of so much memory; none if there is just enough for models.
  static long maxStreamBytes(long maxApplyBytes) {
    return maxApplyBytes - LEAST_MODEL_BYTES;
  }

  /// Whether so much memory suffices to foretell addresses.
  static boolean hasRoomForExecutables(long maxApplyBytes) {
    return maxApplyBytes >= LEAST_MODEL_BYTES;
  }

  /// Sections whose edits leave room for models.
  static Sections within(long maxApplyBytes, Sections wanted) {
    long most = Math.max(1, maxApplyBytes / EDITS_SHARE / Workspace.EDIT_BYTES);
    return new Sections(wanted.maxBytes(), (int) Math.min(wanted.maxEdits(), most));
  }

  /// The same with smaller models, as far as that is needed and helps.
  static Workspace within(long maxApplyBytes, Workspace wanted) {
    long usual =
        wanted.streamBytes() <= USUAL_STREAM_BYTES
            ? USUAL_BYTES
            : wanted.streamBytes() + MAX_MODEL_BYTES;
    long most = Math.min(usual, maxApplyBytes);
    var workspace = wanted;
    for (var smaller = Optional.of(wanted); smaller.isPresent(); smaller = smaller(workspace)) {
      workspace = smaller.get();
      if (workspace.memoryBytes() <= most) {
        break;
      }
    }
    return workspace;
  }

  /// The same with the largest table, or the dictionary, cut in half; empty if there is no smaller
  /// one.
  private static Optional<Workspace> smaller(Workspace of) {
    if (of.isDictionary()) {
      return of.dictionaryBits() <= Workspace.MIN_DICTIONARY_BITS
          ? Optional.empty()
          : Optional.of(withSmallerDictionary(of));
    }
    int insertion = of.insertionBits();
    int correction = of.correctionBits();
    int history = of.historyBits();
    int most = Math.max(Math.max(insertion, correction), history - HISTORY_AHEAD);
    if (most <= MIN_TABLE_BITS) {
      return Optional.empty();
    }
    if (insertion == most) {
      insertion--;
    } else if (correction == most) {
      correction--;
    } else {
      history--;
    }
    return Optional.of(
        new Workspace(
            insertion,
            correction,
            history,
            of.maxEdits(),
            of.hasExecutables(),
            of.streamKib(),
            0,
            0));
  }

  /// The window gives way first: a section finds more in itself.
  private static Workspace withSmallerDictionary(Workspace of) {
    if (of.windowBits() < of.dictionaryBits() - 1) {
      return Workspace.ofDictionary(of.dictionaryBits() - 1, of.windowBits(), of.streamKib());
    }
    int smaller = of.windowBits() > Workspace.MIN_DICTIONARY_BITS ? of.windowBits() - 1 : 0;
    return Workspace.ofDictionary(of.dictionaryBits(), smaller, of.streamKib());
  }

  /// Whether a whole file is so long that the models would cost a device too much time.
  static boolean isForDictionary(long baseBytes, long viewBytes) {
    return baseBytes == 0 && viewBytes >= MIN_DICTIONARY_VIEW_BYTES;
  }

  /// Whether so much had to be said of a view that a dictionary may say it in fewer bytes: of code,
  /// which corrections and models of addresses suit, more than of anything else.
  static boolean mayBeForDictionary(long codeBytes, long viewBytes, boolean hasExecutables) {
    return codeBytes >= Sections.LEAST_DICTIONARY_BYTES
        && codeBytes > viewBytes / (hasExecutables ? REWRITTEN_CODE_SHARE : REWRITTEN_SHARE);
  }

  /// What the view and a window of the base's need, at most 4 MiB. A window has half of a
  /// dictionary, and then 2 MiB suffice: twice as much made a patch some percent smaller, but one
  /// array of 4 MiB takes a heap of more than 8.
  static Workspace dictionary(long oldBytes, long viewBytes, int streamKib) {
    int most = oldBytes == 0 ? MAX_DICTIONARY_BITS : MAX_WINDOWED_BITS;
    int bits = bits(oldBytes + viewBytes, MIN_DICTIONARY_BITS, most);
    return Workspace.ofDictionary(bits, oldBytes == 0 ? 0 : bits - 1, streamKib);
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
