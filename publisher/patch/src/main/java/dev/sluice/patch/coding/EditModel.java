package dev.sluice.patch.coding;

import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// The numbers of edits: how much is copied, from where, and how much is inserted.
///
/// A copy's place is told by its alignment, old position minus new: one of those used lately, or a
/// difference to the last one.
public final class EditModel {
  /// Alignments that are remembered.
  static final int RECENT = 8;

  private static final int LENGTH_CLASSES = 12;

  private final NumberModel copies = new NumberModel(LENGTH_CLASSES * 2);
  private final NumberModel insertions = new NumberModel(LENGTH_CLASSES * 4);
  private final NumberModel jumps = new NumberModel(LENGTH_CLASSES);
  private final Bits choices = new Bits(3 * 32, 60);
  private final Bits signs = new Bits(4, 60);
  private final long[] recent = new long[RECENT];

  private int lastCopy;
  private int lastInsertion;
  private int lastChoice;
  private long newAt;

  private long copyStart;
  private long copyLength;
  private long insertLength;

  /// Starts at a place of new.
  public EditModel(long newAt) {
    this.newAt = newAt;
  }

  /// Codes an edit; the arguments are without meaning when decoding.
  public void code(BitCoder coder, long start, long copied, long inserted)
      throws IOException, MalformedPatchException {
    copyLength =
        copies.code(coder, lastInsertion == 0 ? lastCopy : LENGTH_CLASSES + lastCopy, copied);
    lastCopy = lengthClass(copyLength);
    if (copyLength > 0) {
      codeShift(coder, start - newAt);
    }
    int context = Math.min(3, lastChoice) * LENGTH_CLASSES + lastCopy;
    insertLength = insertions.code(coder, context, inserted);
    lastInsertion = lengthClass(insertLength);
    newAt += copyLength + insertLength;
  }

  private void codeShift(BitCoder coder, long shift) throws IOException, MalformedPatchException {
    int index = 0;
    while (index < RECENT && recent[index] != shift) {
      index++;
    }
    int choice = 0;
    int context = 32 * Math.min(lastChoice, 2);
    while (choice < RECENT
        && choices.code(
                coder, context + choice * 2 + (lastInsertion == 0 ? 1 : 0), choice == index ? 0 : 1)
            != 0) {
      choice++;
    }
    lastChoice = choice == 0 ? 0 : choice < RECENT ? 1 : 2;
    long coded;
    if (choice < RECENT) {
      coded = recent[choice];
    } else {
      long difference = shift - recent[0];
      int sign = signs.code(coder, 0, difference < 0 ? 1 : 0);
      long size = jumps.code(coder, lastInsertion, Math.abs(difference));
      coded = recent[0] + (sign != 0 ? -size : size);
    }
    System.arraycopy(recent, 0, recent, 1, Math.min(choice, RECENT - 1));
    recent[0] = coded;
    copyStart = coded + newAt;
  }

  private static int lengthClass(long length) {
    return Math.min(LENGTH_CLASSES - 1, Long.SIZE - Long.numberOfLeadingZeros(length));
  }

  /// Where in old the edit copies from.
  public long copyStart() {
    return copyStart;
  }

  /// Bytes the edit copies.
  public long copyLength() {
    return copyLength;
  }

  /// Bytes the edit inserts.
  public long insertLength() {
    return insertLength;
  }
}
