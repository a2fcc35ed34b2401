package dev.sluice.formats.classfile.form;

import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.classfile.code.Instructions;
import dev.sluice.formats.classfile.code.Stores;
import dev.sluice.formats.classfile.pool.Tag;
import dev.sluice.formats.classfile.structure.CodeTable;
import dev.sluice.formats.classfile.structure.Walk;
import dev.sluice.formats.stream.MalformedPatchException;
import java.util.Arrays;

/// The way from contents to a Code attribute.
final class CodeAssembler {
  private static final int MAX_CODE_BYTES = (1 << 16) - 1;
  private static final int TABLE_BYTES = 256;

  private final Assembler walk;
  private final ByteCursor source;
  private final ByteBuilder target;

  private int line;
  private int codeAt;

  /// Places by label.
  private final IntList labels;

  /// Where branches stand: in the target, the instruction's place in the code, the label they lead
  /// to, and how many bytes they have.
  private final IntList branches;

  /// Start label, end label, place and type of each handler.
  private final IntList handlers;

  private final FrameAssembler frames;
  private final Stores stores;
  private final ByteBuilder[] tables;
  private final int[] sizes = new int[CodeTable.COUNT];
  private final IntList[] uses = new IntList[CodeTable.COUNT];

  /// @param target takes the attribute
  CodeAssembler(Assembler walk, ByteCursor source, ByteBuilder target)
      throws MalformedPatchException {
    var allowance = walk.allowance();
    labels = new IntList(allowance);
    branches = new IntList(allowance);
    handlers = new IntList(allowance);
    stores = new Stores(allowance);
    this.walk = walk;
    this.source = source;
    this.target = target;
    this.tables = new ByteBuilder[CodeTable.COUNT];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = new ByteBuilder(TABLE_BYTES, allowance);
      uses[i] = new IntList(allowance);
    }
    int index = CodeTable.FRAMES.index();
    frames = new FrameAssembler(walk, source, tables[index], uses[index]);
  }

  void restart() {
    line = 0;
  }

  /// Passes all but the attributes.
  void run() throws MalformedPatchException {
    clear();
    target.u2(source.number());
    target.u2(source.number());
    target.u4(0);
    codeAt = target.length();
    for (int opcode = source.u1(); opcode != Instructions.END; opcode = source.u1()) {
      step(opcode);
    }
    int codeBytes = pc();
    if (codeBytes > MAX_CODE_BYTES) {
      throw Refusal.of("code of at most " + MAX_CODE_BYTES + " bytes");
    }
    target.setU4(codeAt - Integer.BYTES, codeBytes);
    readUnsortedHandlers();
    resolveBranches();
    writeHandlers();
  }

  private void clear() {
    labels.clear();
    branches.clear();
    handlers.clear();
    stores.clear();
    frames.clear();
    for (int i = 0; i < tables.length; i++) {
      tables[i].clear();
      uses[i].clear();
    }
    Arrays.fill(sizes, 0);
  }

  private int pc() {
    return target.length() - codeAt;
  }

  private void step(int opcode) throws MalformedPatchException {
    if (opcode >= Instructions.LINE_STEP) {
      addLine(opcode - Instructions.LINE_STEP + Instructions.LEAST_LINE_STEP);
    } else if (opcode >= Instructions.FRAME_SAME) {
      labels.add(pc());
      frames.add(opcode, pc());
    } else {
      switch (opcode) {
        case Instructions.LABEL -> labels.add(pc());
        case Instructions.LINE -> addLine(source.number());
        case Instructions.LOCAL -> addLocal(false);
        case Instructions.TYPED_LOCAL -> addLocal(true);
        case Instructions.CATCH -> addHandler();
        default -> addInstruction(opcode);
      }
    }
  }

  private void addLine(int step) throws MalformedPatchException {
    line = (line + step) & 0xffff;
    table(CodeTable.LINES).u2(pc());
    table(CodeTable.LINES).u2(line);
    sizes[CodeTable.LINES.index()]++;
  }

  private ByteBuilder table(CodeTable table) {
    return tables[table.index()];
  }

  private void addLocal(boolean isTyped) throws MalformedPatchException {
    int name = walk.readRequired(Tag.UTF8);
    int type = walk.readRequired(Tag.UTF8);
    int slot = source.number();
    int start = stores.start(slot, source.u1());
    uses[CodeTable.LOCALS.index()].add(name);
    uses[CodeTable.LOCALS.index()].add(type);
    writeLocal(CodeTable.LOCALS, start, name, type, slot);
    if (isTyped) {
      int signature = walk.readRequired(Tag.UTF8);
      uses[CodeTable.LOCAL_TYPES.index()].add(signature);
      writeLocal(CodeTable.LOCAL_TYPES, start, name, signature, slot);
    }
  }

  private void writeLocal(CodeTable which, int start, int name, int type, int slot)
      throws MalformedPatchException {
    var table = table(which);
    table.u2(start);
    table.u2(pc() - start);
    table.u2(walk.index(name));
    table.u2(walk.index(type));
    table.u2(slot);
    sizes[which.index()]++;
  }

  private void addHandler() throws MalformedPatchException {
    int type = walk.read(Tag.CLASS);
    if (type >= 0) {
      walk.uses().addInCode(type);
    }
    // Labels are counted up to the handler's own, which stands before it.
    int own = labels.size() - 1;
    handlers.add(own - source.number());
    handlers.add(own - source.number());
    handlers.add(own);
    handlers.add(type);
  }

  private void readUnsortedHandlers() throws MalformedPatchException {
    while (source.peek() != Walk.END) {
      source.skip(1);
      for (int part = 0; part < 3; part++) {
        handlers.add(source.number());
      }
      int type = walk.read(Tag.CLASS);
      if (type >= 0) {
        walk.uses().addInFile(type);
      }
      handlers.add(type);
    }
    source.skip(1);
  }

  private void writeHandlers() throws MalformedPatchException {
    target.u2(handlers.size() / 4);
    for (int i = 0; i < handlers.size(); i += 4) {
      for (int part = 0; part < 3; part++) {
        target.u2(label(handlers.get(i + part)));
      }
      int type = handlers.get(i + 3);
      target.u2(type < 0 ? 0 : walk.index(type));
    }
  }

  private int label(int label) throws MalformedPatchException {
    if (label < 0 || label >= labels.size()) {
      throw Refusal.of("labels that are there");
    }
    return labels.get(label);
  }

  private void addInstruction(int opcode) throws MalformedPatchException {
    int pc = pc();
    if (opcode == Instructions.LDC || opcode == Instructions.LDC_W) {
      addConstant(opcode == Instructions.LDC_W);
      return;
    }
    target.u1(opcode);
    switch (Instructions.form(opcode)) {
      case NONE -> stores.note(opcode, 0, pc());
      case BYTE -> walk.u1();
      case LOCAL -> stores.note(opcode, walk.u1(), pc());
      case SHORT, INCREMENT -> walk.u2();
      case WIDE_CONSTANT, METHOD -> walk.codeRef(Tag.ANY);
      case FIELD -> walk.codeRef(Tag.FIELD);
      case TYPE -> {
        if (opcode == Instructions.NEW) {
          frames.addNew(pc);
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
        target.u1(0);
      }
      case DYNAMIC -> {
        walk.codeRef(Tag.INVOKE_DYNAMIC);
        target.u2(0);
      }
      case BRANCH -> addBranch(pc, labels.size() + source.number(), Short.BYTES);
      case WIDE_BRANCH -> addBranch(pc, labels.size() + source.number(), Integer.BYTES);
      case TABLE_SWITCH, LOOKUP_SWITCH -> addSwitch(pc, opcode == Instructions.TABLE_SWITCH);
      case WIDE -> addWide();
      case CONSTANT, INVALID -> throw Refusal.of("a known instruction, not " + opcode);
    }
  }

  private void addWide() throws MalformedPatchException {
    int opcode = walk.u1();
    int slot = walk.u2();
    if (opcode == Instructions.IINC) {
      walk.u2();
    }
    if (opcode < Instructions.FIRST_SHORT_STORE) {
      stores.note(opcode, slot, pc());
    }
  }

  private void addConstant(boolean isAlwaysWide) throws MalformedPatchException {
    int entry = walk.readRequired(Tag.ANY);
    walk.uses().addInCode(entry);
    int index = walk.index(entry);
    if (isAlwaysWide || index > 0xff) {
      target.u1(Instructions.LDC_W);
      target.u2(index);
    } else {
      target.u1(Instructions.LDC);
      target.u1(index);
    }
  }

  private void addBranch(int pc, int label, int bytes) throws MalformedPatchException {
    branches.add(target.length());
    branches.add(pc);
    branches.add(label);
    branches.add(bytes);
    if (bytes == Short.BYTES) {
      target.u2(0);
    } else {
      target.u4(0);
    }
  }

  private void addSwitch(int pc, boolean isTable) throws MalformedPatchException {
    while ((pc() & 3) != 0) {
      target.u1(0);
    }
    addBranch(pc, labels.size() + source.number(), Integer.BYTES);
    int low = isTable ? walk.u4() : 0;
    int count = source.number();
    if (count < 0) {
      throw Refusal.of("switches with cases");
    }
    target.u4(isTable ? low + count - 1 : count);
    int expected = labels.size();
    for (int i = 0; i < count; i++) {
      if (!isTable) {
        walk.u4();
      }
      int label = expected + source.number();
      addBranch(pc, label, Integer.BYTES);
      expected = label + 1;
    }
  }

  private void resolveBranches() throws MalformedPatchException {
    for (int i = 0; i < branches.size(); i += 4) {
      int offset = label(branches.get(i + 2)) - branches.get(i + 1);
      if (branches.get(i + 3) == Short.BYTES) {
        target.setU2(branches.get(i), offset);
      } else {
        target.setU4(branches.get(i), offset);
      }
    }
  }

  /// Writes the table if it was told among the instructions.
  boolean isAmongInstructions(CodeTable which) throws MalformedPatchException {
    if (source.u1() == 0) {
      return false;
    }
    int size = which == CodeTable.FRAMES ? frames.size() : sizes[which.index()];
    if (size >= 1 << Short.SIZE) {
      throw Refusal.of("tables that are not so long");
    }
    var table = table(which);
    target.u2(size);
    target.add(table.array(), 0, table.length());
    walk.uses().addAllInFile(uses[which.index()]);
    return true;
  }
}
