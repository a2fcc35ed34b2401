package dev.sluice.formats.classfile.form;

import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.classfile.code.CodeMap;
import dev.sluice.formats.classfile.code.Instructions;
import dev.sluice.formats.classfile.pool.Tag;
import dev.sluice.formats.classfile.structure.CodeTable;
import dev.sluice.formats.classfile.structure.Walk;
import dev.sluice.formats.stream.MalformedPatchException;

/// The way from a Code attribute to contents: instructions, and among them what the tables say of
/// their places.
final class CodeDisassembler {
  private static final int HANDLER_BYTES = 8;

  private final Disassembler walk;
  private final ByteCursor source;
  private final ByteBuilder target;

  private final CodeMap map;
  private final TableDisassembler tables;

  CodeDisassembler(Disassembler walk, ByteCursor source, ByteBuilder target) {
    this.walk = walk;
    this.source = source;
    this.target = target;
    this.map = new CodeMap(source, walk.allowance());
    this.tables = new TableDisassembler(walk, source, target, map);
  }

  /// Passes all but the attributes.
  void run() throws MalformedPatchException {
    target.number(source.u2());
    target.number(source.u2());
    int codeBytes = source.u4();
    int codeAt = source.position();
    source.skip(codeBytes);
    int handlers = source.u2();
    int handlersAt = source.position();
    source.skip(HANDLER_BYTES * handlers);
    int attributesAt = source.position();
    int framesAt = tables.find();
    map.read(codeAt, codeBytes, handlersAt, handlers, framesAt);
    tables.plan();
    write(handlersAt, handlers);
    writeUnsortedHandlers(handlersAt, handlers);
    source.moveTo(attributesAt);
  }

  /// Whether the next attribute is a table that was told; if so, passes over it.
  boolean isAmongInstructions(CodeTable table) throws MalformedPatchException {
    return tables.isAmongInstructions(table);
  }

  private void write(int handlersAt, int handlers) throws MalformedPatchException {
    int handler = 0;
    int pc = 0;
    while (pc < map.codeBytes()) {
      tables.writeLocals(pc);
      writeLabel(pc);
      handler = writeHandlers(pc, handlersAt, handler, handlers);
      tables.writeLines(pc);
      source.moveTo(map.codeAt() + pc);
      writeInstruction(pc, source.u1());
      pc = source.position() - map.codeAt();
    }
    tables.writeLocals(pc);
    writeLabel(pc);
    target.u1(Instructions.END);
  }

  private void writeLabel(int pc) throws MalformedPatchException {
    if (map.hasFrame(pc)) {
      tables.writeFrame(pc);
    } else if (map.isLabel(pc)) {
      target.u1(Instructions.LABEL);
    }
  }

  private int writeHandlers(int pc, int handlersAt, int from, int handlers)
      throws MalformedPatchException {
    int next = from;
    while (map.areHandlersSorted() && next < handlers) {
      source.moveTo(handlersAt + HANDLER_BYTES * next);
      int start = source.u2();
      int end = source.u2();
      if (source.u2() != pc) {
        return next;
      }
      target.u1(Instructions.CATCH);
      int type = walk.pass(Tag.CLASS);
      if (type >= 0) {
        walk.uses().addInCode(type);
      }
      target.number(map.labelsBefore(pc) - map.labelsBefore(start));
      target.number(map.labelsBefore(pc) - map.labelsBefore(end));
      next++;
    }
    return next;
  }

  private void writeUnsortedHandlers(int handlersAt, int handlers) throws MalformedPatchException {
    if (!map.areHandlersSorted()) {
      source.moveTo(handlersAt);
      for (int i = 0; i < handlers; i++) {
        target.u1(Walk.DEFINITION);
        for (int part = 0; part < 3; part++) {
          target.number(map.labelsBefore(source.u2()));
        }
        walk.refOrNone(Tag.CLASS);
      }
    }
    target.u1(Walk.END);
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
      case CONSTANT -> walk.uses().addInCode(Walk.requireEntry(walk.pass(Tag.ANY, source.u1())));
      case WIDE_CONSTANT, METHOD -> walk.codeRef(Tag.ANY);
      case FIELD -> walk.codeRef(Tag.FIELD);
      case TYPE -> {
        if (opcode == Instructions.NEW) {
          tables.addNew(pc);
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
        CodeMap.require(source.u1() == 0);
      }
      case DYNAMIC -> {
        walk.codeRef(Tag.INVOKE_DYNAMIC);
        CodeMap.require(source.u2() == 0);
      }
      case BRANCH -> writeTarget(map.labelsUpTo(pc), pc + (short) source.u2());
      case WIDE_BRANCH -> writeTarget(map.labelsUpTo(pc), pc + source.u4());
      case TABLE_SWITCH, LOOKUP_SWITCH -> writeSwitch(pc, opcode == Instructions.TABLE_SWITCH);
      case WIDE -> {
        if (walk.u1() == Instructions.IINC) {
          walk.u2();
        }
        walk.u2();
      }
      case INVALID -> throw Refusal.of("known instructions");
    }
  }

  /// The wide form is told only where the short one would do.
  private void writeWideConstant() throws MalformedPatchException {
    int index = source.u2();
    target.u1(index > 0xff ? Instructions.LDC : Instructions.LDC_W);
    walk.uses().addInCode(Walk.requireEntry(walk.pass(Tag.ANY, index)));
  }

  private void writeTarget(int from, int pc) throws MalformedPatchException {
    target.number(map.labelsBefore(pc) - from);
  }

  private void writeSwitch(int pc, boolean isTable) throws MalformedPatchException {
    map.skipPadding(pc);
    writeTarget(map.labelsUpTo(pc), pc + source.u4());
    int low = isTable ? walk.u4() : 0;
    int count = isTable ? source.u4() - low + 1 : source.u4();
    target.number(count);
    int expected = map.labelsUpTo(pc);
    for (int i = 0; i < count; i++) {
      if (!isTable) {
        walk.u4();
      }
      int label = map.labelsBefore(pc + source.u4());
      target.number(label - expected);
      expected = label + 1;
    }
  }
}
