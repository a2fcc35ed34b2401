package dev.sluice.formats.classfile.structure;

import dev.sluice.formats.classfile.pool.Tag;
import dev.sluice.formats.stream.MalformedPatchException;

/// The structure of a class file behind its constant pool (JVMS 4.1, 4.5 to 4.7).
public final class ClassStructure {
  /// No longer name is that of a known attribute.
  static final int MAX_NAME_BYTES = 40;

  private final Walk walk;
  private final AnnotationStructure annotations;

  /// Names the structure to a walk.
  public ClassStructure(Walk walk) {
    this.walk = walk;
    this.annotations = new AnnotationStructure(walk);
  }

  /// Walks over all of it.
  ///
  /// @param texts where the text of constants stands, asked for again at each name
  public void run(Texts texts) throws MalformedPatchException {
    walk.u2();
    walk.ref(Tag.CLASS);
    walk.refOrNone(Tag.CLASS);
    references(Tag.CLASS);
    members(texts);
    members(texts);
    attributes(texts);
  }

  /// Where the text of constants stands.
  @FunctionalInterface
  public interface Texts {
    byte[] array();
  }

  private void members(Texts texts) throws MalformedPatchException {
    walk.list(
        Short.BYTES,
        true,
        () -> {
          walk.u2();
          walk.ref(Tag.UTF8);
          walk.ref(Tag.UTF8);
          attributes(texts);
        });
  }

  private void attributes(Texts texts) throws MalformedPatchException {
    walk.enter();
    walk.attributes(() -> attribute(texts));
    walk.leave();
  }

  private void references(int tag) throws MalformedPatchException {
    walk.list(Short.BYTES, false, () -> walk.ref(tag));
  }

  private int attribute(Texts texts) throws MalformedPatchException {
    int name = walk.required(Tag.UTF8);
    walk.uses.addInFile(name);
    int mark = walk.open();
    var text = text(texts, name);
    body(text, mark, texts);
    walk.close(mark);
    return AttributeOrder.ranks(text);
  }

  private String text(Texts texts, int entry) {
    return AttributeOrder.name(
        texts.array(), walk.constants.first(entry), walk.constants.second(entry));
  }

  private void body(String name, int mark, Texts texts) throws MalformedPatchException {
    switch (name) {
      case "Code" -> {
        walk.code();
        attributes(texts);
      }
      case "LineNumberTable" -> table(CodeTable.LINES, this::line);
      case "LocalVariableTable" -> table(CodeTable.LOCALS, this::local);
      case "LocalVariableTypeTable" -> table(CodeTable.LOCAL_TYPES, this::local);
      case "StackMapTable" -> table(CodeTable.FRAMES, () -> walk.opaque(mark));
      case "ConstantValue" -> walk.ref(Tag.ANY);
      case "Exceptions", "NestMembers", "PermittedSubclasses" -> references(Tag.CLASS);
      case "InnerClasses" -> walk.list(Short.BYTES, false, this::innerClass);
      case "EnclosingMethod" -> {
        walk.ref(Tag.CLASS);
        walk.refOrNone(Tag.NAME_AND_TYPE);
      }
      case "Signature", "SourceFile" -> walk.ref(Tag.UTF8);
      case "NestHost", "ModuleMainClass" -> walk.ref(Tag.CLASS);
      case "BootstrapMethods" -> walk.bootstraps();
      case "MethodParameters" ->
          walk.list(
              1,
              true,
              () -> {
                walk.refOrNone(Tag.UTF8);
                walk.u2();
              });
      case "Record" ->
          walk.list(
              Short.BYTES,
              false,
              () -> {
                walk.ref(Tag.UTF8);
                walk.ref(Tag.UTF8);
                attributes(texts);
              });
      case "Module" -> module();
      case "ModulePackages" -> references(Tag.PACKAGE);
      default -> {
        if (!annotations.isRead(name)) {
          walk.opaque(mark);
        }
      }
    }
  }

  private void table(CodeTable table, Walk.Item item) throws MalformedPatchException {
    if (!walk.isAmongInstructions(table)) {
      if (table == CodeTable.FRAMES) {
        item.run();
      } else {
        walk.list(Short.BYTES, true, item);
      }
    }
  }

  private void line() throws MalformedPatchException {
    walk.u2();
    walk.u2();
  }

  private void local() throws MalformedPatchException {
    walk.u2();
    walk.u2();
    walk.ref(Tag.UTF8);
    walk.ref(Tag.UTF8);
    walk.u2();
  }

  private void innerClass() throws MalformedPatchException {
    walk.ref(Tag.CLASS);
    walk.refOrNone(Tag.CLASS);
    walk.refOrNone(Tag.UTF8);
    walk.u2();
  }

  private void module() throws MalformedPatchException {
    walk.ref(Tag.MODULE);
    walk.u2();
    walk.refOrNone(Tag.UTF8);
    walk.list(
        Short.BYTES,
        false,
        () -> {
          walk.ref(Tag.MODULE);
          walk.u2();
          walk.refOrNone(Tag.UTF8);
        });
    for (int i = 0; i < 2; i++) {
      walk.list(
          Short.BYTES,
          false,
          () -> {
            walk.ref(Tag.PACKAGE);
            walk.u2();
            references(Tag.MODULE);
          });
    }
    references(Tag.CLASS);
    walk.list(
        Short.BYTES,
        false,
        () -> {
          walk.ref(Tag.CLASS);
          references(Tag.CLASS);
        });
  }
}
