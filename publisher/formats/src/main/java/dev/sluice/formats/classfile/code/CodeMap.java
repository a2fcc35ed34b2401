package dev.sluice.formats.classfile.code;

import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.stream.MalformedPatchException;
import java.util.Arrays;

/// What stands where in the code of a method of a class file.
///
/// What instructions lead to is told by counting *labels*: places that have a frame, or are
/// branched to, or begin or end what a handler covers.
public final class CodeMap {
  private static final int START = 1;
  private static final int LABEL = 2;
  private static final int FRAME = 4;
  private static final int MAX_CODE_BYTES = (1 << 16) - 1;
  private static final int USUAL_CODE_BYTES = 1 << 10;

  private final ByteCursor source;
  private final Allowance allowance;
  private int codeAt;
  private int codeBytes;
  private byte[] marks = new byte[USUAL_CODE_BYTES];
  private char[] labelsBefore = new char[USUAL_CODE_BYTES];
  private boolean areHandlersSorted;

  /// Starts without a method.
  ///
  /// @param source the class; the position in it changes
  /// @param allowance pays for growth
  public CodeMap(ByteCursor source, Allowance allowance) {
    this.source = source;
    this.allowance = allowance;
  }

  /// Reads a method.
  ///
  /// @param start of the code in the class
  /// @param handlersAt where the table of handlers stands, behind its length
  /// @param framesAt where a StackMapTable stands, -1 for none
  public void read(int start, int length, int handlersAt, int handlers, int framesAt)
      throws MalformedPatchException {
    if (length < 1 || length > MAX_CODE_BYTES) {
      throw Refusal.of("code of at most " + MAX_CODE_BYTES + " bytes");
    }
    codeAt = start;
    codeBytes = length;
    if (marks.length <= codeBytes) {
      allowance.take((long) (1 + Character.BYTES) * (codeBytes + 1 - marks.length));
      marks = new byte[codeBytes + 1];
      labelsBefore = new char[codeBytes + 1];
    }
    Arrays.fill(marks, 0, codeBytes + 1, (byte) 0);
    markInstructions();
    markHandlers(handlersAt, handlers);
    if (framesAt >= 0) {
      markFrames(framesAt);
    }
    countLabels();
  }

  /// Where the code stands in the class.
  public int codeAt() {
    return codeAt;
  }

  /// Length of the code.
  public int codeBytes() {
    return codeBytes;
  }

  /// Whether an instruction begins there, or the code ends.
  public boolean isStart(int pc) {
    return (marks[pc] & START) != 0;
  }

  /// Whether there is a label.
  public boolean isLabel(int pc) {
    return (marks[pc] & LABEL) != 0;
  }

  /// Whether a frame stands there.
  public boolean hasFrame(int pc) {
    return (marks[pc] & FRAME) != 0;
  }

  /// How many labels stand before a place.
  public int labelsBefore(int pc) {
    return labelsBefore[pc];
  }

  /// How many labels stand up to a place, that place included.
  public int labelsUpTo(int pc) {
    return labelsBefore[pc] + (isLabel(pc) ? 1 : 0);
  }

  /// Whether handlers come in the order of their places.
  public boolean areHandlersSorted() {
    return areHandlersSorted;
  }

  /// Where the next instruction begins, or the code ends.
  public int nextStart(int pc) {
    int next = pc + 1;
    while (!isStart(next)) {
      next++;
    }
    return next;
  }

  /// Checks what must hold for the parts of a method's code to fit together.
  public static void require(boolean isRight) throws MalformedPatchException {
    if (!isRight) {
      throw Refusal.of("code whose parts fit together");
    }
  }

  private void markInstructions() throws MalformedPatchException {
    source.moveTo(codeAt);
    while (source.position() < codeAt + codeBytes) {
      int pc = source.position() - codeAt;
      marks[pc] |= START;
      markInstruction(pc, source.u1());
    }
    require(source.position() == codeAt + codeBytes);
    marks[codeBytes] |= START;
    for (int pc = 0; pc <= codeBytes; pc++) {
      require((marks[pc] & LABEL) == 0 || (marks[pc] & START) != 0);
    }
  }

  private void markInstruction(int pc, int opcode) throws MalformedPatchException {
    switch (Instructions.form(opcode)) {
      case NONE -> {}
      case BYTE, LOCAL, CONSTANT -> source.skip(1);
      case SHORT, WIDE_CONSTANT, FIELD, METHOD, TYPE, INCREMENT -> source.skip(2);
      case ARRAY_TYPE -> source.skip(3);
      case INTERFACE_METHOD, DYNAMIC -> source.skip(4);
      case BRANCH -> markTarget(pc + (short) source.u2());
      case WIDE_BRANCH -> markTarget(pc + source.u4());
      case TABLE_SWITCH -> {
        skipPadding(pc);
        markTarget(pc + source.u4());
        int low = source.u4();
        for (int left = requireCases(source.u4() - (long) low + 1); left > 0; left--) {
          markTarget(pc + source.u4());
        }
      }
      case LOOKUP_SWITCH -> {
        skipPadding(pc);
        markTarget(pc + source.u4());
        for (int left = requireCases(source.u4()); left > 0; left--) {
          source.skip(Integer.BYTES);
          markTarget(pc + source.u4());
        }
      }
      case WIDE -> source.skip(source.u1() == Instructions.IINC ? 4 : 2);
      case INVALID -> throw Refusal.of("known instructions");
    }
  }

  /// Passes over what aligns a switch, which is zero.
  public void skipPadding(int pc) throws MalformedPatchException {
    for (int at = pc + 1; (at & 3) != 0; at++) {
      require(source.u1() == 0);
    }
  }

  private static int requireCases(long count) throws MalformedPatchException {
    if (count < 0 || count > MAX_CODE_BYTES) {
      throw Refusal.of("cases that fit their method");
    }
    return (int) count;
  }

  private void markTarget(int pc) throws MalformedPatchException {
    require(pc >= 0 && pc < codeBytes);
    marks[pc] |= LABEL;
  }

  private void markHandlers(int handlersAt, int handlers) throws MalformedPatchException {
    source.moveTo(handlersAt);
    areHandlersSorted = true;
    int before = 0;
    for (int i = 0; i < handlers; i++) {
      for (int part = 0; part < 2; part++) {
        int pc = source.u2();
        require(pc <= codeBytes && (marks[pc] & START) != 0);
        marks[pc] |= LABEL;
      }
      int pc = source.u2();
      require(pc < codeBytes && (marks[pc] & START) != 0);
      marks[pc] |= LABEL;
      areHandlersSorted &= pc >= before;
      before = pc;
      source.skip(Short.BYTES);
    }
  }

  private void markFrames(int framesAt) throws MalformedPatchException {
    source.moveTo(framesAt);
    int pc = -1;
    for (int left = source.u2(); left > 0; left--) {
      int type = source.u1();
      pc += FrameForm.delta(source, type) + 1;
      require(pc < codeBytes && isStart(pc));
      marks[pc] |= FRAME | LABEL;
      FrameForm.skip(source, type);
    }
  }

  private void countLabels() {
    int count = 0;
    for (int pc = 0; pc <= codeBytes; pc++) {
      labelsBefore[pc] = (char) count;
      count += (marks[pc] & LABEL) != 0 ? 1 : 0;
    }
  }
}
