package dev.sluice.formats.classfile.code;

import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.stream.MalformedPatchException;

/// Finds out where the local variables of a LocalVariableTable begin: behind which store to them,
/// counted back from their end.
public final class LocalsPlan {
  private static final int ENTRY_BYTES = 10;

  private final ByteCursor source;
  private final int codeAt;
  private final int at;
  private final int count;
  private final IntList starts;
  private int next;

  private final Stores stores;

  /// @param stores none yet
  /// @param starts takes for each variable 0 if it begins with the method, else the number of the
  ///     store, 1 for the last one
  public LocalsPlan(
      ByteCursor source, int codeAt, int at, int count, IntList starts, Stores stores) {
    this.source = source;
    this.codeAt = codeAt;
    this.at = at;
    this.count = count;
    this.starts = starts;
    this.stores = stores;
  }

  /// Looks at the variables that end before an instruction, then at the instruction.
  ///
  /// @param nextPc behind the instruction; `pc` if there is none
  /// @return whether the variables can be told
  public boolean at(int pc, int nextPc) throws MalformedPatchException {
    while (next < count) {
      source.moveTo(at + ENTRY_BYTES * next);
      int start = source.u2();
      int end = start + source.u2();
      source.skip(4);
      if (end < pc) {
        return false;
      }
      if (end > pc) {
        break;
      }
      int number = start == 0 ? 0 : stores.number(source.u2(), start);
      if (number < 0) {
        return false;
      }
      starts.add(number);
      next++;
    }
    if (nextPc > pc) {
      note(pc, nextPc);
    }
    return true;
  }

  /// Whether all variables were told.
  public boolean isComplete() {
    return next == count;
  }

  private void note(int pc, int nextPc) throws MalformedPatchException {
    source.moveTo(codeAt + pc);
    int opcode = source.u1();
    if (opcode == 196 && Instructions.isStore(source.peek())) {
      stores.note(source.u1(), source.u2(), nextPc);
    } else if (Instructions.isStore(opcode)) {
      boolean isShort = opcode >= Instructions.FIRST_SHORT_STORE;
      stores.note(opcode, isShort ? 0 : source.u1(), nextPc);
    }
  }
}
