package dev.sluice.formats.classfile.form;

import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.classfile.code.Instructions;
import dev.sluice.formats.classfile.pool.Tag;
import dev.sluice.formats.stream.MalformedPatchException;

/// Makes a StackMapTable again.
final class FrameAssembler {
  /// Ends the types of a frame's locals and of its stack.
  static final int LAST_TYPE = 0xff;

  private static final int LONGEST_SHORT_FRAME = 63;

  private final Assembler walk;
  private final ByteCursor source;
  private final ByteBuilder table;

  /// Takes the entries that frames use.
  private final IntList uses;

  private final IntList news;
  private int size;
  private int framePc;

  FrameAssembler(Assembler walk, ByteCursor source, ByteBuilder table, IntList uses) {
    this.walk = walk;
    this.source = source;
    this.table = table;
    this.uses = uses;
    this.news = new IntList(walk.allowance());
  }

  void clear() {
    news.clear();
    size = 0;
    framePc = -1;
  }

  /// Number of frames.
  int size() {
    return size;
  }

  /// Notes that an object is created at a place.
  void addNew(int pc) throws MalformedPatchException {
    news.add(pc);
  }

  /// Reads a frame.
  ///
  /// @param opcode of its kind
  void add(int opcode, int pc) throws MalformedPatchException {
    int delta = pc - framePc - 1;
    if (delta < 0) {
      throw Refusal.of("one frame at a place");
    }
    framePc = pc;
    size++;
    boolean isShort = delta <= LONGEST_SHORT_FRAME;
    if (opcode == Instructions.FRAME_SAME && isShort) {
      table.u1(delta);
    } else if (opcode == Instructions.FRAME_STACK && isShort) {
      table.u1(delta + LONGEST_SHORT_FRAME + 1);
      addType(source.u1());
    } else {
      table.u1(longFrame(opcode));
      table.u2(delta);
      addFrameTypes(opcode);
    }
  }

  private static int longFrame(int opcode) {
    return switch (opcode) {
      case Instructions.FRAME_SAME -> 251;
      case Instructions.FRAME_STACK -> 247;
      case Instructions.FRAME_FULL -> 255;
      default ->
          opcode < Instructions.FRAME_APPEND
              ? 250 - (opcode - Instructions.FRAME_CHOP)
              : 252 + opcode - Instructions.FRAME_APPEND;
    };
  }

  private void addFrameTypes(int opcode) throws MalformedPatchException {
    if (opcode == Instructions.FRAME_FULL) {
      addTypes();
      addTypes();
    } else if (opcode >= Instructions.FRAME_APPEND) {
      for (int i = Instructions.FRAME_APPEND; i <= opcode; i++) {
        addType(source.u1());
      }
    } else if (opcode == Instructions.FRAME_STACK) {
      addType(source.u1());
    }
  }

  private void addTypes() throws MalformedPatchException {
    int at = table.length();
    table.u2(0);
    int count = 0;
    for (int type = source.u1(); type != LAST_TYPE; type = source.u1()) {
      addType(type);
      count++;
    }
    table.setU2(at, count);
  }

  private void addType(int type) throws MalformedPatchException {
    table.u1(type);
    if (type == 7) {
      int entry = walk.readRequired(Tag.CLASS);
      uses.add(entry);
      table.u2(walk.index(entry));
    } else if (type == 8) {
      int back = source.u1();
      if (back >= news.size()) {
        throw Refusal.of("frames that name objects created before");
      }
      table.u2(news.get(news.size() - 1 - back));
    } else if (type > 8) {
      throw Refusal.of("a known type in a frame, not " + type);
    }
  }
}
