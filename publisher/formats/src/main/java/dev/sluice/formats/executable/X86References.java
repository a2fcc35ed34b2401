package dev.sluice.formats.executable;

import java.io.IOException;

/// Finds the references in x86-64 code.
///
/// The walk over instructions starts a little before the block: from a wrong start it falls in step
/// with the true ones after a few instructions, nearly always.
final class X86References implements CodeReferences {
  private static final int LEAD = 96;

  private final ExecutableModel model;
  private final Window window;
  private final X86Instructions instructions = new X86Instructions();

  X86References(ExecutableModel model, Window window) {
    this.model = model;
    this.window = window;
  }

  @Override
  public void find(Range range, long from, long to, FieldList fields) throws IOException {
    long start = Math.max(range.offset(), from - LEAD);
    int count = (int) (to - start);
    int at = window.load(start, count + X86Instructions.LONGEST);
    int first = at + (int) (from - start);
    int end = at + count;
    long shift = start - at;
    long base = range.address() - range.offset() + shift;
    instructions.on(window.buffer());
    while (at < end) {
      int next = instructions.step(at);
      int displacement = instructions.displacementAt();
      int immediate = instructions.immediateAt();
      if (displacement >= first && displacement < end) {
        addDisplacement(displacement, next, shift, base, fields);
      }
      if (immediate >= first && immediate < end) {
        addImmediate(range, immediate, next, shift, base, fields);
      }
      at = next;
    }
  }

  private void addDisplacement(int at, int next, long shift, long base, FieldList fields) {
    int value = Window.int32(window.buffer(), at);
    if (instructions.isRelative()) {
      long target = base + next + value;
      if (model.targetAt(target) != null) {
        fields.add(at + shift, Kind.NEARBY, target, base + next, value);
      }
    } else if (model.isFixed()) {
      addAbsolute(at + shift, value, fields);
    }
  }

  private void addImmediate(
      Range range, int at, int next, long shift, long base, FieldList fields) {
    int value = Window.int32(window.buffer(), at);
    if (instructions.isCall() || instructions.isJump() || instructions.isBranch()) {
      var kind =
          instructions.isCall() ? Kind.CALL : instructions.isJump() ? Kind.JUMP : Kind.BRANCH;
      long target = base + next + value;
      if (range.holdsAddress(target) || model.isCode(target)) {
        fields.add(at + shift, kind, target, base + next, value);
      }
    } else if (instructions.isPush() && model.isLinkage(range)) {
      addRelocationNumber(at + shift, value, fields);
    } else if (model.isFixed()) {
      addAbsolute(at + shift, value, fields);
    }
  }

  /// The stub of an imported function pushes which relocation is its own.
  private void addRelocationNumber(long position, int value, FieldList fields) {
    var relocations = model.linkageRelocations();
    if (relocations != null && relocations.isLoaded()) {
      long target = relocations.address() + value * 24L;
      if (relocations.holdsAddress(target)) {
        fields.add(position, Kind.SYMBOL_NUMBER, target, relocations.address(), value);
      }
    }
  }

  /// Small numbers are no addresses, even where something is loaded there.
  private void addAbsolute(long position, long value, FieldList fields) {
    if ((value < 0 || value > DataReferences.SMALLEST_FIXED) && model.loadedAt(value) != null) {
      fields.add(position, Kind.ABSOLUTE, value, 0, value);
    }
  }
}
