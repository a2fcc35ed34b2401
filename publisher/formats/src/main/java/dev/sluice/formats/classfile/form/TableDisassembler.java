package dev.sluice.formats.classfile.form;

import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.classfile.code.CodeMap;
import dev.sluice.formats.classfile.code.FrameForm;
import dev.sluice.formats.classfile.code.Instructions;
import dev.sluice.formats.classfile.code.LocalsPlan;
import dev.sluice.formats.classfile.code.Stores;
import dev.sluice.formats.classfile.pool.Tag;
import dev.sluice.formats.classfile.structure.CodeTable;
import dev.sluice.formats.stream.MalformedPatchException;
import java.util.Arrays;

/// The way of the tables of a Code attribute into contents: among the instructions, where that is
/// possible.
final class TableDisassembler {
  private static final int LOCAL_BYTES = 10;
  private static final int LINE_BYTES = 4;

  private final Disassembler walk;
  private final ByteCursor source;
  private final ByteBuilder target;
  private final CodeMap map;

  /// Where the tables stand, -1 for one that does not or cannot be told among the instructions.
  private final int[] tables = new int[CodeTable.COUNT];

  private final IntList starts;
  private final IntList localTypes;
  private final IntList news;
  private final Stores stores;
  private final IntList[] uses = new IntList[CodeTable.COUNT];

  private int line;
  private int linesAt;
  private int linesLeft;
  private int localsAt;
  private int localsLeft;
  private int framesAt;
  private int framePc;

  TableDisassembler(Disassembler walk, ByteCursor source, ByteBuilder target, CodeMap map) {
    this.walk = walk;
    this.source = source;
    this.target = target;
    this.map = map;
    this.starts = new IntList(walk.allowance());
    this.localTypes = new IntList(walk.allowance());
    this.news = new IntList(walk.allowance());
    this.stores = new Stores(walk.allowance());
    Arrays.setAll(uses, _ -> new IntList(walk.allowance()));
  }

  /// Finds the tables of the attributes that come next.
  ///
  /// @return where the frames stand, -1 for none
  int find() throws MalformedPatchException {
    Arrays.fill(tables, -1);
    starts.clear();
    localTypes.clear();
    news.clear();
    for (var list : uses) {
      list.clear();
    }
    for (int left = source.u2(); left > 0; left--) {
      int table = walk.table(source.u2());
      int length = source.u4();
      if (table >= 0 && tables[table] < 0) {
        tables[table] = source.position();
      }
      source.skip(length);
    }
    int frames = tables[CodeTable.FRAMES.index()];
    framesAt = frames + Short.BYTES;
    framePc = -1;
    return frames;
  }

  /// Finds out what can be told among the instructions, which the map knows by now.
  void plan() throws MalformedPatchException {
    planLines();
    planLocals();
  }

  /// Notes that an object is created at a place.
  void addNew(int pc) throws MalformedPatchException {
    news.add(pc);
  }

  /// Lines can be told among the instructions if they come in their order.
  private void planLines() throws MalformedPatchException {
    linesLeft = 0;
    int at = tables[CodeTable.LINES.index()];
    if (at < 0) {
      return;
    }
    source.moveTo(at);
    int count = source.u2();
    linesAt = source.position();
    int before = 0;
    for (int i = 0; i < count; i++) {
      int pc = source.u2();
      source.skip(Short.BYTES);
      if (pc < before || pc >= map.codeBytes() || !map.isStart(pc)) {
        tables[CodeTable.LINES.index()] = -1;
        return;
      }
      before = pc;
    }
    linesLeft = count;
  }

  /// Local variables can be told among the instructions if they come in the order of their ends
  /// and begin behind a store to them, or with the method.
  private void planLocals() throws MalformedPatchException {
    localsLeft = 0;
    int at = tables[CodeTable.LOCALS.index()];
    if (at < 0) {
      tables[CodeTable.LOCAL_TYPES.index()] = -1;
      return;
    }
    source.moveTo(at);
    int count = source.u2();
    localsAt = source.position();
    stores.clear();
    var plan = new LocalsPlan(source, map.codeAt(), localsAt, count, starts, stores);
    boolean isInOrder = true;
    for (int pc = 0; pc <= map.codeBytes() && isInOrder; pc++) {
      if (map.isStart(pc)) {
        isInOrder = plan.at(pc, pc < map.codeBytes() ? map.nextStart(pc) : pc);
      }
    }
    if (!isInOrder || !plan.isComplete()) {
      tables[CodeTable.LOCALS.index()] = -1;
      tables[CodeTable.LOCAL_TYPES.index()] = -1;
      return;
    }
    planLocalTypes(count);
    localsLeft = count;
  }

  /// For each local variable the index of its signature, or 0.
  private void planLocalTypes(int count) throws MalformedPatchException {
    int typesAt = tables[CodeTable.LOCAL_TYPES.index()];
    int typesLeft = 0;
    if (typesAt >= 0) {
      source.moveTo(typesAt);
      typesLeft = source.u2();
      typesAt = source.position();
    }
    for (int i = 0; i < count; i++) {
      boolean isTyped = typesLeft > 0 && isSameLocal(localsAt + LOCAL_BYTES * i, typesAt);
      if (isTyped) {
        source.moveTo(typesAt + 6);
        localTypes.add(source.u2());
        typesAt += LOCAL_BYTES;
        typesLeft--;
      } else {
        localTypes.add(0);
      }
    }
    if (typesLeft > 0) {
      tables[CodeTable.LOCAL_TYPES.index()] = -1;
      localTypes.clear();
      for (int i = 0; i < count; i++) {
        localTypes.add(0);
      }
    }
  }

  private boolean isSameLocal(int one, int other) throws MalformedPatchException {
    source.moveTo(other);
    source.skip(LOCAL_BYTES);
    for (int i = 0; i < LOCAL_BYTES; i++) {
      if (i != 6 && i != 7 && source.array()[one + i] != source.array()[other + i]) {
        return false;
      }
    }
    return true;
  }

  /// Whether the next attribute is the table that was told; if so, passes over it.
  boolean isAmongInstructions(CodeTable table) throws MalformedPatchException {
    boolean isTold = tables[table.index()] == source.position();
    target.u1(isTold ? 1 : 0);
    if (isTold) {
      tables[table.index()] = -1;
      if (table == CodeTable.FRAMES) {
        for (int left = source.u2(); left > 0; left--) {
          int type = source.u1();
          int _ = FrameForm.delta(source, type);
          FrameForm.skip(source, type);
        }
      } else {
        int width = table == CodeTable.LINES ? LINE_BYTES : LOCAL_BYTES;
        source.skip(width * source.u2());
      }
      walk.uses().addAllInFile(uses[table.index()]);
    }
    return isTold;
  }

  /// Tells the lines that begin at a place.
  void writeLines(int pc) throws MalformedPatchException {
    while (linesLeft > 0) {
      source.moveTo(linesAt);
      if (source.u2() != pc) {
        return;
      }
      int next = source.u2();
      int step = next - line;
      int small = step - Instructions.LEAST_LINE_STEP;
      if (small >= 0 && small < Instructions.LINE_STEPS) {
        target.u1(Instructions.LINE_STEP + small);
      } else {
        target.u1(Instructions.LINE);
        target.number(step);
      }
      line = next;
      linesAt = source.position();
      linesLeft--;
    }
  }

  /// Tells the local variables that end at a place.
  void writeLocals(int pc) throws MalformedPatchException {
    while (localsLeft > 0) {
      source.moveTo(localsAt);
      if (source.u2() + source.u2() != pc) {
        return;
      }
      int index = localTypes.size() - localsLeft;
      int signature = localTypes.get(index);
      target.u1(signature == 0 ? Instructions.LOCAL : Instructions.TYPED_LOCAL);
      uses[CodeTable.LOCALS.index()].add(walk.required(Tag.UTF8));
      uses[CodeTable.LOCALS.index()].add(walk.required(Tag.UTF8));
      target.number(source.u2());
      target.u1(starts.get(index));
      localsAt = source.position();
      if (signature != 0) {
        uses[CodeTable.LOCAL_TYPES.index()].add(walk.pass(Tag.UTF8, signature));
      }
      localsLeft--;
    }
  }

  /// Tells the frame of a place that has one.
  void writeFrame(int pc) throws MalformedPatchException {
    source.moveTo(framesAt);
    int type = source.u1();
    framePc += FrameForm.delta(source, type) + 1;
    CodeMap.require(framePc == pc);
    if (type < 64 || type == 251) {
      target.u1(Instructions.FRAME_SAME);
    } else if (type < 128 || type == 247) {
      target.u1(Instructions.FRAME_STACK);
      writeType();
    } else if (type < 251) {
      target.u1(Instructions.FRAME_CHOP + 250 - type);
    } else if (type < 255) {
      target.u1(Instructions.FRAME_APPEND + type - 252);
      for (int i = 251; i < type; i++) {
        writeType();
      }
    } else {
      target.u1(Instructions.FRAME_FULL);
      writeTypes();
      writeTypes();
    }
    framesAt = source.position();
  }

  private void writeTypes() throws MalformedPatchException {
    for (int left = source.u2(); left > 0; left--) {
      writeType();
    }
    target.u1(FrameAssembler.LAST_TYPE);
  }

  private void writeType() throws MalformedPatchException {
    int type = source.u1();
    CodeMap.require(type <= 8);
    target.u1(type);
    if (type == 7) {
      uses[CodeTable.FRAMES.index()].add(walk.required(Tag.CLASS));
    } else if (type == 8) {
      int pc = source.u2();
      int back = 0;
      while (back < news.size() && news.get(news.size() - 1 - back) != pc) {
        back++;
      }
      CodeMap.require(back < news.size() && back < Stores.MAX_BACK);
      target.u1(back);
    }
  }
}
