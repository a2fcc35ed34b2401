package dev.sluice.formats.classfile.code;

import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.stream.MalformedPatchException;
import java.util.Arrays;

/// Behind which instructions local variables of a method have a value.
public final class Stores {
  /// Stores and creations are counted back no further.
  public static final int MAX_BACK = 254;

  private final Allowance allowance;
  private final IntList places;

  /// For each store the one to the same variable before it, -1 for none.
  private final IntList before;

  private int[] last = new int[16];

  /// Starts without a store.
  ///
  /// @param allowance pays for growth
  public Stores(Allowance allowance) {
    this.allowance = allowance;
    this.places = new IntList(allowance);
    this.before = new IntList(allowance);
    Arrays.fill(last, -1);
  }

  /// Begins the next method.
  public void clear() {
    places.clear();
    before.clear();
    Arrays.fill(last, -1);
  }

  /// Where a variable begins.
  ///
  /// @param number 0 for the beginning of the method, else the number of the store, 1 for the last
  public int start(int slot, int number) throws MalformedPatchException {
    if (number == 0) {
      return 0;
    }
    int store = slot >= 0 && slot < last.length ? last[slot] : -1;
    for (int left = number; left > 1 && store >= 0; left--) {
      store = before.get(store);
    }
    if (store < 0) {
      throw Refusal.of("local variables that begin behind a store to them");
    }
    return places.get(store);
  }

  /// The number of the store that ends at a place; -1 if there is none among the last.
  int number(int slot, int start) {
    int store = slot < last.length ? last[slot] : -1;
    for (int number = 1; store >= 0 && number <= MAX_BACK; number++) {
      if (places.get(store) == start) {
        return number;
      }
      store = before.get(store);
    }
    return -1;
  }

  /// Notes an instruction, if it is a store.
  ///
  /// @param operand local variable, where the opcode does not tell
  /// @param pc behind the instruction
  public void note(int opcode, int operand, int pc) throws MalformedPatchException {
    if (!Instructions.isStore(opcode)) {
      return;
    }
    boolean isShort = opcode >= Instructions.FIRST_SHORT_STORE;
    int slot = isShort ? Instructions.shortStoreSlot(opcode) : operand;
    if (slot >= last.length) {
      int length = last.length;
      allowance.take((long) Integer.BYTES * (2 * slot - length));
      last = Arrays.copyOf(last, 2 * slot);
      Arrays.fill(last, length, last.length, -1);
    }
    before.add(last[slot]);
    last[slot] = places.size();
    places.add(pc);
  }
}
