package dev.sluice.formats.classfile;

import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.classfile.form.Assembler;
import dev.sluice.formats.classfile.form.Disassembler;
import dev.sluice.formats.classfile.pool.Constants;
import dev.sluice.formats.classfile.pool.PoolOrder;
import dev.sluice.formats.classfile.pool.Tag;
import dev.sluice.formats.classfile.structure.ClassStructure;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;

/// The two forms of a class: the file, and contents that do not depend on the order of its
/// constant pool.
public final class ClassForm {
  private static final int HEAD_BYTES = 16;

  private ClassForm() {}

  /// Length of the class file that begins with an array, as its parts tell.
  public static int length(byte[] file, int end) throws MalformedPatchException {
    var source = new ByteCursor(file, 0, end);
    if (source.u4() != ClassFormat.MAGIC) {
      throw Refusal.of("its signature");
    }
    source.skip(Integer.BYTES);
    int count = source.u2();
    for (int i = 1; i < count; i++) {
      i += Disassembler.skipEntry(source) ? 1 : 0;
    }
    source.skip(6);
    source.skip(Short.BYTES * source.u2());
    for (int kind = 0; kind < 2; kind++) {
      for (int left = source.u2(); left > 0; left--) {
        source.skip(6);
        Disassembler.skipAttributes(source);
      }
    }
    Disassembler.skipAttributes(source);
    return source.position();
  }

  /// What taking a class apart may take besides the class, which may stand in a longer array, or
  /// making one besides its contents.
  private static Allowance allowance(int bytes) {
    return new Allowance(ClassFormat.memoryBytes(bytes) - bytes - bytes / 2);
  }

  /// Contents of the class file that fills the first bytes of an array.
  ///
  /// @throws MalformedPatchException if it is none, or takes too much memory
  public static ByteBuilder disassemble(byte[] file, int length) throws MalformedPatchException {
    var allowance = allowance(length);
    var contents = new ByteBuilder(length, allowance);
    var source = new ByteCursor(file, 0, length);
    if (source.u4() != ClassFormat.MAGIC) {
      throw Refusal.of("its signature");
    }
    contents.u2(source.u2());
    contents.u2(source.u2());
    var walk = new Disassembler(source, contents, allowance);
    walk.findBootstraps();
    new ClassStructure(walk).run(() -> file);
    walk.rest();
    walk.orders().write(contents);
    new PoolOrder(walk.constants(), walk.uses(), allowance).write(walk.order(), contents);
    if (!source.isAtEnd()) {
      throw Refusal.of("nothing behind its last attribute");
    }
    return contents;
  }

  /// Makes a class file of contents.
  public static void assemble(byte[] contents, int length, ByteSink target)
      throws IOException, MalformedPatchException {
    var allowance = allowance(length);
    var source = new ByteCursor(contents, 0, length);
    int minor = source.u2();
    int major = source.u2();
    int start = source.position();
    var body = new ByteBuilder(length, allowance);
    var walk = new Assembler(source, body, allowance);
    var structure = new ClassStructure(walk);
    structure.run(() -> contents);
    walk.rest();
    walk.orders().read(source);
    int[] order = new PoolOrder(walk.constants(), walk.uses(), allowance).read(source);
    if (!source.isAtEnd()) {
      throw Refusal.of("nothing behind its contents");
    }
    walk.begin(start, PoolOrder.indices(walk.constants(), order));
    structure.run(() -> contents);
    var head = new ByteBuilder(HEAD_BYTES, allowance);
    head.u4(ClassFormat.MAGIC);
    head.u2(minor);
    head.u2(major);
    head.u2(count(walk.constants(), order));
    target.write(head.array(), 0, head.length());
    writePool(walk, order, head, contents, target);
    target.write(body.array(), 0, body.length());
  }

  private static int count(Constants constants, int[] order) throws MalformedPatchException {
    int count = 1;
    for (int entry : order) {
      count += Tag.isWide(constants.tag(entry)) ? 2 : 1;
    }
    if (count > 0xffff) {
      throw Refusal.of("a pool of at most 65,535 entries");
    }
    return count;
  }

  private static void writePool(
      Assembler walk, int[] order, ByteBuilder entryBytes, byte[] contents, ByteSink target)
      throws IOException, MalformedPatchException {
    for (int entry : order) {
      entryBytes.clear();
      int first = walk.constants().first(entry);
      int second = walk.constants().second(entry);
      int tag = walk.constants().tag(entry);
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
