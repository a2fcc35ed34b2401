package dev.sluice.delta.classfile;

import java.util.Arrays;

/// In which order a class uses its constants, as a compiler would come across them: first in the
/// instructions of all methods, then from the beginning of the file to its end.
final class Uses {
  private static final int IN_CODE = 1;
  private static final int IN_FILE = 2;
  private static final int AS_NAME = 4;

  private final IntList code = new IntList();
  private final IntList file = new IntList();
  private byte[] seen = new byte[64];

  void addInCode(int entry) {
    if (isNew(entry, IN_CODE)) {
      code.add(entry);
    }
  }

  void addInFile(int entry) {
    if (isNew(entry, IN_FILE)) {
      file.add(entry);
    }
  }

  /// Notes that an entry is the name of an attribute.
  void addAsName(int entry) {
    addInFile(entry);
    seen[entry] |= AS_NAME;
  }

  /// Whether an entry is the name of an attribute.
  boolean isName(int entry) {
    return entry < seen.length && (seen[entry] & AS_NAME) != 0;
  }

  void addAllInFile(IntList entries) {
    for (int i = 0; i < entries.size(); i++) {
      addInFile(entries.get(i));
    }
  }

  private boolean isNew(int entry, int where) {
    if (entry >= seen.length) {
      seen = Arrays.copyOf(seen, 2 * entry);
    }
    boolean isNew = (seen[entry] & where) == 0;
    seen[entry] |= (byte) where;
    return isNew;
  }

  /// First uses by instructions.
  IntList code() {
    return code;
  }

  /// First uses by everything else.
  IntList file() {
    return file;
  }
}
