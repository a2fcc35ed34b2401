package dev.sluice.diff.classfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Class files: those of the JDK that runs the tests, and some made by hand.
public final class ClassSamples {
  private static final ClassDesc ODD = ClassDesc.of("dev.sluice.Odd");

  private ClassSamples() {}

  /// The class file of a class.
  public static byte[] of(Class<?> type) {
    var name = "/" + type.getName().replace('.', '/') + ".class";
    try (var file = type.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalArgumentException("no such class file: " + name);
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Class files of a module of the JDK, in order.
  public static List<Path> ofModule(String module) throws IOException {
    var root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", module);
    try (var files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  /// The same class as the JDK's own library writes it: constants in the order of their first use.
  public static byte[] rewritten(byte[] file) {
    return transformed(file, ClassTransform.ACCEPT_ALL);
  }

  /// The same class as that library writes it, with the texts in front of the other constants, the
  /// last one first.
  public static byte[] renumbered(byte[] file) {
    var texts = new ArrayList<String>();
    for (var entry : ClassFile.of().parse(rewritten(file)).constantPool()) {
      if (entry instanceof Utf8Entry text) {
        texts.addFirst(text.stringValue());
      }
    }
    return transformed(file, new TextsFirst(texts));
  }

  private static byte[] transformed(byte[] file, ClassTransform transform) {
    var classes = ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL);
    return classes.transformClass(classes.parse(file), transform);
  }

  private record TextsFirst(List<String> texts) implements ClassTransform {
    @Override
    public void atStart(ClassBuilder type) {
      for (var text : texts) {
        var _ = type.constantPool().utf8Entry(text);
      }
    }

    @Override
    public void accept(ClassBuilder type, ClassElement element) {
      var _ = type.with(element);
    }
  }

  /// Switches, wide operands, numbers of two indices, constants that nothing uses, an attribute
  /// that nobody knows.
  public static byte[] odd() {
    return ClassFile.of()
        .build(
            ODD,
            type -> {
              var pool = type.constantPool();
              var _ = pool.utf8Entry("of no use");
              var _ = pool.longEntry(1L << 40);
              var _ = pool.classEntry(ConstantDescs.CD_Throwable);
              type.withMethodBody(
                  "run",
                  MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int),
                  ClassFile.ACC_STATIC,
                  ClassSamples::oddCode);
            });
  }

  private static void oddCode(java.lang.classfile.CodeBuilder code) {
    var one = code.newLabel();
    var other = code.newLabel();
    code.loadConstant(1L << 33);
    code.lstore(300);
    code.loadConstant(0.25);
    code.dstore(2);
    code.iinc(0, 1000);
    code.iload(0);
    code.tableswitch(1, 2, other, List.of(SwitchCase.of(1, one), SwitchCase.of(2, other)));
    code.labelBinding(one);
    code.iload(0);
    code.lookupswitch(other, List.of(SwitchCase.of(-7, one), SwitchCase.of(70_000, other)));
    code.labelBinding(other);
    code.trying(
        body -> body.ldc("text").invokevirtual(ConstantDescs.CD_String, "length", INT).pop(),
        handlers -> handlers.catching(ConstantDescs.CD_Exception, body -> body.pop()));
    code.branch(Opcode.GOTO_W, code.newBoundLabel());
  }

  private static final MethodTypeDesc INT = MethodTypeDesc.of(ConstantDescs.CD_int);
}
