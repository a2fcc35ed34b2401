package dev.sluice.delta.classfile;

import dev.sluice.delta.wire.MalformedPatchException;
import java.util.Arrays;

/// Finds out where the local variables of a LocalVariableTable begin: behind which store to them,
/// counted back from their end.
final class LocalsPlan {
  private static final int ENTRY_BYTES = 10;

  private final Allowance allowance;
  private final ByteCursor source;
  private final int codeAt;
  private final int at;
  private final int count;
  private final IntList starts;
  private int next;

  /// Stores so far: behind which instruction, and the store to the same variable before.
  private final IntList behind;

  private final IntList before;
  private int[] last = new int[16];

  /// @param starts takes for each variable 0 if it begins with the method, else the number of the
  ///     store, 1 for the last one
  LocalsPlan(
      ByteCursor source, int codeAt, int at, int count, IntList starts, Allowance allowance) {
    this.allowance = allowance;
    this.behind = new IntList(allowance);
    this.before = new IntList(allowance);
    this.source = source;
    this.codeAt = codeAt;
    this.at = at;
    this.count = count;
    this.starts = starts;
    Arrays.fill(last, -1);
  }

  /// Looks at the variables that end before an instruction, then at the instruction.
  ///
  /// @param nextPc behind the instruction; `pc` if there is none
  /// @return whether the variables can be told
  boolean at(int pc, int nextPc) throws MalformedPatchException {
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
      int number = start == 0 ? 0 : number(source.u2(), start);
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

  boolean isComplete() {
    return next == count;
  }

  private void note(int pc, int nextPc) throws MalformedPatchException {
    source.moveTo(codeAt + pc);
    int opcode = source.u1();
    if (opcode == 196 && Instructions.isStore(source.peek())) {
      source.skip(1);
      add(source.u2(), nextPc);
    } else if (Instructions.isStore(opcode)) {
      boolean isShort = opcode >= Instructions.FIRST_SHORT_STORE;
      add(isShort ? Instructions.shortStoreSlot(opcode) : source.u1(), nextPc);
    }
  }

  private void add(int slot, int nextPc) throws MalformedPatchException {
    if (slot >= last.length) {
      int length = last.length;
      allowance.take((long) Integer.BYTES * (2 * slot - length));
      last = Arrays.copyOf(last, 2 * slot);
      Arrays.fill(last, length, last.length, -1);
    }
    before.add(last[slot]);
    last[slot] = behind.size();
    behind.add(nextPc);
  }

  /// Gives back what was taken.
  void close() {
    allowance.give(
        (long) Integer.BYTES
            * (last.length - 16 + behind.capacityBeyondFirst() + before.capacityBeyondFirst()));
  }

  private int number(int slot, int start) {
    int store = slot < last.length ? last[slot] : -1;
    for (int number = 1; store >= 0 && number <= CodeAssembler.MAX_BACK; number++) {
      if (behind.get(store) == start) {
        return number;
      }
      store = before.get(store);
    }
    return -1;
  }
}
