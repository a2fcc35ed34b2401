package dev.sluice.delta.classfile;

import dev.sluice.delta.stream.ByteSink;
import dev.sluice.delta.wire.MalformedPatchException;
import java.io.IOException;

/// The two forms of a class: the file, and contents that do not depend on the order of its
/// constant pool.
final class ClassForm {
  private ClassForm() {}

  /// Contents of a class file.
  ///
  /// @param end at the latest
  /// @param contents takes them
  /// @return length of the file
  static int disassemble(byte[] file, int end, ByteBuilder contents)
      throws MalformedPatchException {
    var source = new ByteCursor(file, 0, end);
    if (source.u4() != ClassFormat.MAGIC) {
      throw Walk.corrupt("its signature");
    }
    contents.u2(source.u2());
    contents.u2(source.u2());
    var walk = new Disassembler(source, contents);
    walk.findBootstraps();
    new ClassStructure(walk).run(() -> file);
    walk.rest();
    new PoolOrder(walk.constants, walk.uses).write(walk.order(), contents);
    return source.position();
  }

  /// Makes a class file of contents.
  static void assemble(byte[] contents, int length, ByteSink target)
      throws IOException, MalformedPatchException {
    var source = new ByteCursor(contents, 0, length);
    int minor = source.u2();
    int major = source.u2();
    int start = source.position();
    var body = new ByteBuilder(2 * length + 256);
    var walk = new Assembler(source, body);
    var structure = new ClassStructure(walk);
    structure.run(() -> contents);
    walk.rest();
    int[] order = new PoolOrder(walk.constants, walk.uses).read(source);
    if (!source.isAtEnd()) {
      throw Walk.corrupt("nothing behind its contents");
    }
    walk.begin(start, PoolOrder.indices(walk.constants, order));
    structure.run(() -> contents);
    var head = new ByteBuilder(16);
    head.u4(ClassFormat.MAGIC);
    head.u2(minor);
    head.u2(major);
    head.u2(count(walk.constants, order));
    target.write(head.array(), 0, head.length());
    writePool(walk, order, contents, target);
    target.write(body.array(), 0, body.length());
  }

  private static int count(Constants constants, int[] order) throws MalformedPatchException {
    int count = 1;
    for (int entry : order) {
      count += Tag.isWide(constants.tag(entry)) ? 2 : 1;
    }
    if (count > 0xffff) {
      throw Walk.corrupt("a pool of at most 65,535 entries");
    }
    return count;
  }

  private static void writePool(Assembler walk, int[] order, byte[] contents, ByteSink target)
      throws IOException, MalformedPatchException {
    var entryBytes = new ByteBuilder(16);
    for (int entry : order) {
      entryBytes.clear();
      int first = walk.constants.first(entry);
      int second = walk.constants.second(entry);
      int tag = walk.constants.tag(entry);
      entryBytes.u1(tag);
      switch (tag) {
        case Tag.UTF8 -> entryBytes.u2(second);
        case Tag.INTEGER, Tag.FLOAT -> entryBytes.u4(second);
        case Tag.LONG, Tag.DOUBLE -> {
          entryBytes.u4(first);
          entryBytes.u4(second);
        }
        case Tag.METHOD_HANDLE -> {
          entryBytes.u1(first);
          entryBytes.u2(walk.index(second));
        }
        case Tag.DYNAMIC, Tag.INVOKE_DYNAMIC -> {
          entryBytes.u2(first);
          entryBytes.u2(walk.index(second));
        }
        case Tag.CLASS, Tag.STRING, Tag.METHOD_TYPE, Tag.MODULE, Tag.PACKAGE ->
            entryBytes.u2(walk.index(first));
        default -> {
          entryBytes.u2(walk.index(first));
          entryBytes.u2(walk.index(second));
        }
      }
      target.write(entryBytes.array(), 0, entryBytes.length());
      if (tag == Tag.UTF8) {
        target.write(contents, first, second);
      }
    }
  }
}
