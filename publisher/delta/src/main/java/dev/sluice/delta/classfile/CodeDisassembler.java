package dev.sluice.delta.classfile;

import dev.sluice.delta.wire.MalformedPatchException;
import java.util.Arrays;

/// The way from a Code attribute to contents: instructions, and among them what the tables say of
/// their places.
///
/// What instructions lead to is told by counting *labels*: places that have a frame, or are
/// branched to, or begin or end what a handler covers.
final class CodeDisassembler {
  private static final int START = 1;
  private static final int LABEL = 2;
  private static final int FRAME = 4;
  private static final int MAX_CODE_BYTES = (1 << 16) - 1;

  private final Disassembler walk;
  private final ByteCursor source;
  private final ByteBuilder target;

  private int line;
  private int codeAt;
  private int codeBytes;
  private int handlersAt;
  private int handlers;
  private byte[] marks = new byte[1 << 10];
  private char[] labelsBefore = new char[1 << 10];

  /// Where the tables stand, -1 for one that does not or cannot be told among the instructions.
  private final int[] tables = new int[CodeTable.COUNT];

  private final IntList starts;
  private final IntList localTypes;
  private final IntList news;
  private final IntList[] uses = new IntList[CodeTable.COUNT];
  private boolean areHandlersSorted;

  private int linesAt;
  private int linesLeft;
  private int localsAt;
  private int localsLeft;
  private int framesAt;
  private int framePc;

  CodeDisassembler(Disassembler walk, ByteCursor source, ByteBuilder target) {
    this.walk = walk;
    this.source = source;
    this.target = target;
    this.starts = new IntList(walk.allowance);
    this.localTypes = new IntList(walk.allowance);
    this.news = new IntList(walk.allowance);
    Arrays.setAll(uses, _ -> new IntList(walk.allowance));
  }

  /// Passes all but the attributes.
  void run() throws MalformedPatchException {
    target.number(source.u2());
    target.number(source.u2());
    codeBytes = source.u4();
    codeAt = source.position();
    if (codeBytes < 1 || codeBytes > MAX_CODE_BYTES) {
      throw Walk.corrupt("code of at most " + MAX_CODE_BYTES + " bytes");
    }
    source.skip(codeBytes);
    handlers = source.u2();
    handlersAt = source.position();
    source.skip(8 * handlers);
    int attributesAt = source.position();
    clear();
    findTables();
    markInstructions();
    markHandlers();
    markFrames();
    countLabels();
    planLines();
    planLocals();
    write();
    writeUnsortedHandlers();
    source.moveTo(attributesAt);
  }

  private void clear() throws MalformedPatchException {
    if (marks.length <= codeBytes) {
      walk.allowance.take((long) (1 + Character.BYTES) * (codeBytes + 1 - marks.length));
      marks = new byte[codeBytes + 1];
      labelsBefore = new char[codeBytes + 1];
    }
    Arrays.fill(marks, 0, codeBytes + 1, (byte) 0);
    Arrays.fill(tables, -1);
    starts.clear();
    localTypes.clear();
    news.clear();
    for (var list : uses) {
      list.clear();
    }
  }

  private void findTables() throws MalformedPatchException {
    for (int left = source.u2(); left > 0; left--) {
      int table = walk.table(source.u2());
      int length = source.u4();
      if (table >= 0 && tables[table] < 0) {
        tables[table] = source.position();
      }
      source.skip(length);
    }
  }

  private void require(boolean isRight) throws MalformedPatchException {
    if (!isRight) {
      throw Walk.corrupt("code whose parts fit together");
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
      case INVALID -> throw Walk.corrupt("known instructions");
    }
  }

  private void skipPadding(int pc) throws MalformedPatchException {
    for (int at = pc + 1; (at & 3) != 0; at++) {
      require(source.u1() == 0);
    }
  }

  private static int requireCases(long count) throws MalformedPatchException {
    if (count < 0 || count > MAX_CODE_BYTES) {
      throw Walk.corrupt("cases that fit their method");
    }
    return (int) count;
  }

  private void markTarget(int pc) throws MalformedPatchException {
    require(pc >= 0 && pc < codeBytes);
    marks[pc] |= LABEL;
  }

  private void markHandlers() throws MalformedPatchException {
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

  private void markFrames() throws MalformedPatchException {
    if (tables[CodeTable.FRAMES.index()] < 0) {
      return;
    }
    source.moveTo(tables[CodeTable.FRAMES.index()]);
    int count = source.u2();
    framesAt = source.position();
    framePc = -1;
    int pc = -1;
    for (int i = 0; i < count; i++) {
      int type = source.u1();
      int delta = frameDelta(type);
      pc += delta + 1;
      require(pc < codeBytes && (marks[pc] & START) != 0);
      marks[pc] |= FRAME | LABEL;
      skipFrame(type);
    }
  }

  /// Frames that do not take the shorter form where they could would not come out again.
  private int frameDelta(int type) throws MalformedPatchException {
    if (type < 128) {
      return type & 63;
    }
    require(type >= 247);
    int delta = source.u2();
    require(delta > 63 || (type != 247 && type != 251));
    return delta;
  }

  private void skipFrame(int type) throws MalformedPatchException {
    int types = 0;
    if (type == 255) {
      skipTypes(source.u2());
      types = source.u2();
    } else if (type >= 252) {
      types = type - 251;
    } else if (type == 247 || (type >= 64 && type < 128)) {
      types = 1;
    }
    skipTypes(types);
  }

  private void skipTypes(int count) throws MalformedPatchException {
    for (int left = count; left > 0; left--) {
      source.skip(source.u1() >= 7 ? 2 : 0);
    }
  }

  private void countLabels() {
    int count = 0;
    for (int pc = 0; pc <= codeBytes; pc++) {
      labelsBefore[pc] = (char) count;
      count += (marks[pc] & LABEL) != 0 ? 1 : 0;
    }
  }

  private int labelsUpTo(int pc) {
    return labelsBefore[pc] + ((marks[pc] & LABEL) != 0 ? 1 : 0);
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
      if (pc < before || pc >= codeBytes || (marks[pc] & START) == 0) {
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
    var plan = new LocalsPlan(source, codeAt, localsAt, count, starts, walk.allowance);
    boolean isInOrder = true;
    for (int pc = 0; pc <= codeBytes && isInOrder; pc++) {
      if ((marks[pc] & START) != 0) {
        isInOrder = plan.at(pc, pc < codeBytes ? nextStart(pc) : pc);
      }
    }
    plan.close();
    if (!isInOrder || !plan.isComplete()) {
      tables[CodeTable.LOCALS.index()] = -1;
      tables[CodeTable.LOCAL_TYPES.index()] = -1;
      return;
    }
    planLocalTypes(count);
    localsLeft = count;
  }

  private int nextStart(int pc) {
    int next = pc + 1;
    while ((marks[next] & START) == 0) {
      next++;
    }
    return next;
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
      boolean isTyped = typesLeft > 0 && isSameLocal(localsAt + 10 * i, typesAt);
      if (isTyped) {
        source.moveTo(typesAt + 6);
        localTypes.add(source.u2());
        typesAt += 10;
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
    source.skip(10);
    for (int i = 0; i < 10; i++) {
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
          int _ = frameDelta(type);
          skipFrame(type);
        }
      } else {
        int width = table == CodeTable.LINES ? 4 : 10;
        source.skip(width * source.u2());
      }
      walk.uses.addAllInFile(uses[table.index()]);
    }
    return isTold;
  }

  private void write() throws MalformedPatchException {
    int handler = 0;
    int pc = 0;
    while (pc < codeBytes) {
      writeLocals(pc);
      writeLabel(pc);
      handler = writeHandlers(pc, handler);
      writeLines(pc);
      source.moveTo(codeAt + pc);
      writeInstruction(pc, source.u1());
      pc = source.position() - codeAt;
    }
    writeLocals(pc);
    writeLabel(pc);
    target.u1(Instructions.END);
  }

  private void writeLabel(int pc) throws MalformedPatchException {
    if ((marks[pc] & FRAME) != 0) {
      writeFrame(pc);
    } else if ((marks[pc] & LABEL) != 0) {
      target.u1(Instructions.LABEL);
    }
  }

  private void writeFrame(int pc) throws MalformedPatchException {
    source.moveTo(framesAt);
    int type = source.u1();
    framePc += frameDelta(type) + 1;
    require(framePc == pc);
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
    target.u1(CodeAssembler.LAST_TYPE);
  }

  private void writeType() throws MalformedPatchException {
    int type = source.u1();
    require(type <= 8);
    target.u1(type);
    if (type == 7) {
      uses[CodeTable.FRAMES.index()].add(walk.required(Tag.CLASS));
    } else if (type == 8) {
      int pc = source.u2();
      int back = 0;
      while (back < news.size() && news.get(news.size() - 1 - back) != pc) {
        back++;
      }
      require(back < news.size() && back < CodeAssembler.MAX_BACK);
      target.u1(back);
    }
  }

  private int writeHandlers(int pc, int from) throws MalformedPatchException {
    int next = from;
    while (areHandlersSorted && next < handlers) {
      source.moveTo(handlersAt + 8 * next);
      int start = source.u2();
      int end = source.u2();
      if (source.u2() != pc) {
        return next;
      }
      target.u1(Instructions.CATCH);
      int type = walk.pass(Tag.CLASS);
      if (type >= 0) {
        walk.uses.addInCode(type);
      }
      target.number(labelsBefore[pc] - labelsBefore[start]);
      target.number(labelsBefore[pc] - labelsBefore[end]);
      next++;
    }
    return next;
  }

  private void writeUnsortedHandlers() throws MalformedPatchException {
    if (!areHandlersSorted) {
      source.moveTo(handlersAt);
      for (int i = 0; i < handlers; i++) {
        target.u1(Walk.DEFINITION);
        for (int part = 0; part < 3; part++) {
          target.number(labelsBefore[source.u2()]);
        }
        walk.refOrNone(Tag.CLASS);
      }
    }
    target.u1(Walk.END);
  }

  private void writeLines(int pc) throws MalformedPatchException {
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

  private void writeLocals(int pc) throws MalformedPatchException {
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

  private void writeInstruction(int pc, int opcode) throws MalformedPatchException {
    if (opcode == Instructions.LDC_W) {
      writeWideConstant();
      return;
    }
    target.u1(opcode);
    switch (Instructions.form(opcode)) {
      case NONE -> {}
      case BYTE, LOCAL -> walk.u1();
      case SHORT, INCREMENT -> walk.u2();
      case CONSTANT -> walk.uses.addInCode(required(walk.pass(Tag.ANY, source.u1())));
      case WIDE_CONSTANT, METHOD -> walk.codeRef(Tag.ANY);
      case FIELD -> walk.codeRef(Tag.FIELD);
      case TYPE -> {
        if (opcode == Instructions.NEW) {
          news.add(pc);
        }
        walk.codeRef(Tag.CLASS);
      }
      case ARRAY_TYPE -> {
        walk.codeRef(Tag.CLASS);
        walk.u1();
      }
      case INTERFACE_METHOD -> {
        walk.codeRef(Tag.ANY);
        walk.u1();
        require(source.u1() == 0);
      }
      case DYNAMIC -> {
        walk.codeRef(Tag.INVOKE_DYNAMIC);
        require(source.u2() == 0);
      }
      case BRANCH -> writeTarget(labelsUpTo(pc), pc + (short) source.u2());
      case WIDE_BRANCH -> writeTarget(labelsUpTo(pc), pc + source.u4());
      case TABLE_SWITCH, LOOKUP_SWITCH -> writeSwitch(pc, opcode == Instructions.TABLE_SWITCH);
      case WIDE -> {
        if (walk.u1() == Instructions.IINC) {
          walk.u2();
        }
        walk.u2();
      }
      case INVALID -> throw Walk.corrupt("known instructions");
    }
  }

  private static int required(int entry) throws MalformedPatchException {
    if (entry < 0) {
      throw Walk.corrupt("a reference that leads somewhere");
    }
    return entry;
  }

  /// The wide form is told only where the short one would do.
  private void writeWideConstant() throws MalformedPatchException {
    int index = source.u2();
    target.u1(index > 0xff ? Instructions.LDC : Instructions.LDC_W);
    walk.uses.addInCode(required(walk.pass(Tag.ANY, index)));
  }

  private void writeTarget(int from, int pc) throws MalformedPatchException {
    target.number(labelsBefore[pc] - from);
  }

  private void writeSwitch(int pc, boolean isTable) throws MalformedPatchException {
    skipPadding(pc);
    writeTarget(labelsUpTo(pc), pc + source.u4());
    int low = isTable ? walk.u4() : 0;
    int count = isTable ? source.u4() - low + 1 : source.u4();
    target.number(count);
    int expected = labelsUpTo(pc);
    for (int i = 0; i < count; i++) {
      if (!isTable) {
        walk.u4();
      }
      int label = labelsBefore[pc + source.u4()];
      target.number(label - expected);
      expected = label + 1;
    }
  }
}
