package dev.sluice.formats.classfile.pool;

import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.stream.MalformedPatchException;
import java.util.Arrays;

/// In which order a class uses its constants, as a compiler would come across them: first in the
/// instructions of all methods, then from the beginning of the file to its end.
public final class Uses {
  private static final int IN_CODE = 1;
  private static final int IN_FILE = 2;

  private final Allowance allowance;
  private final IntList code;
  private final IntList file;
  private byte[] seen = new byte[64];

  /// Starts without uses.
  ///
  /// @param allowance pays for growth
  public Uses(Allowance allowance) {
    this.allowance = allowance;
    this.code = new IntList(allowance);
    this.file = new IntList(allowance);
  }

  /// Notes that an instruction uses an entry.
  public void addInCode(int entry) throws MalformedPatchException {
    if (isNew(entry, IN_CODE)) {
      code.add(entry);
    }
  }

  /// Notes that something other than an instruction uses an entry.
  public void addInFile(int entry) throws MalformedPatchException {
    if (isNew(entry, IN_FILE)) {
      file.add(entry);
    }
  }

  /// Notes that something other than an instruction uses these entries, in their order.
  public void addAllInFile(IntList entries) throws MalformedPatchException {
    for (int i = 0; i < entries.size(); i++) {
      addInFile(entries.get(i));
    }
  }

  private boolean isNew(int entry, int where) throws MalformedPatchException {
    if (entry >= seen.length) {
      allowance.take(2L * entry - seen.length);
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
