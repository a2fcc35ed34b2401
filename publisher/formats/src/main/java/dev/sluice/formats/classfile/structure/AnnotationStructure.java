package dev.sluice.formats.classfile.structure;

import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.classfile.pool.Tag;
import dev.sluice.formats.stream.MalformedPatchException;

/// The structure of annotations (JVMS 4.7.16 to 4.7.22).
final class AnnotationStructure {
  private static final int LAST_PARAMETER_TARGET = 0x01;
  private static final int SUPERTYPE_TARGET = 0x10;
  private static final int LAST_BOUND_TARGET = 0x12;
  private static final int LAST_EMPTY_TARGET = 0x15;
  private static final int FORMAL_TARGET = 0x16;
  private static final int THROWS_TARGET = 0x17;
  private static final int FIRST_LOCAL_TARGET = 0x40;
  private static final int LAST_LOCAL_TARGET = 0x41;
  private static final int LAST_OFFSET_TARGET = 0x46;
  private static final int LAST_ARGUMENT_TARGET = 0x4b;

  private final Walk walk;

  AnnotationStructure(Walk walk) {
    this.walk = walk;
  }

  /// Walks over an attribute, if it is one of annotations.
  boolean isRead(String attribute) throws MalformedPatchException {
    switch (attribute) {
      case "RuntimeVisibleAnnotations", "RuntimeInvisibleAnnotations" -> annotations();
      case "RuntimeVisibleParameterAnnotations", "RuntimeInvisibleParameterAnnotations" ->
          walk.list(1, true, this::annotations);
      case "RuntimeVisibleTypeAnnotations", "RuntimeInvisibleTypeAnnotations" ->
          walk.list(Short.BYTES, true, this::typeAnnotation);
      case "AnnotationDefault" -> value();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void annotations() throws MalformedPatchException {
    walk.list(Short.BYTES, false, this::annotation);
  }

  private void annotation() throws MalformedPatchException {
    walk.ref(Tag.UTF8);
    walk.list(
        Short.BYTES,
        false,
        () -> {
          walk.ref(Tag.UTF8);
          value();
        });
  }

  private void value() throws MalformedPatchException {
    walk.enter();
    int kind = walk.u1();
    switch (kind) {
      case 'B', 'C', 'I', 'S', 'Z', 'D', 'F', 'J' -> walk.ref(Tag.ANY);
      case 's', 'c' -> walk.ref(Tag.UTF8);
      case 'e' -> {
        walk.ref(Tag.UTF8);
        walk.ref(Tag.UTF8);
      }
      case '@' -> annotation();
      case '[' -> walk.list(Short.BYTES, false, this::value);
      default -> throw Refusal.of("a known kind of element value, not " + kind);
    }
    walk.leave();
  }

  private void typeAnnotation() throws MalformedPatchException {
    target(walk.u1());
    walk.list(
        1,
        true,
        () -> {
          walk.u1();
          walk.u1();
        });
    annotation();
  }

  private void target(int type) throws MalformedPatchException {
    if (type <= LAST_PARAMETER_TARGET || type == FORMAL_TARGET) {
      walk.u1();
    } else if (type == SUPERTYPE_TARGET || type == THROWS_TARGET) {
      walk.u2();
    } else if (type > SUPERTYPE_TARGET && type <= LAST_BOUND_TARGET) {
      walk.u2();
    } else if (type >= FIRST_LOCAL_TARGET && type <= LAST_LOCAL_TARGET) {
      walk.list(
          Short.BYTES,
          true,
          () -> {
            walk.u4();
            walk.u2();
          });
    } else if (type > LAST_LOCAL_TARGET && type <= LAST_OFFSET_TARGET) {
      walk.u2();
    } else if (type > LAST_OFFSET_TARGET && type <= LAST_ARGUMENT_TARGET) {
      walk.u2();
      walk.u1();
    } else if (type <= LAST_BOUND_TARGET || type > LAST_EMPTY_TARGET) {
      throw Refusal.of("a known target of a type annotation, not " + type);
    }
  }
}
