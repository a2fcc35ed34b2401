package dev.sluice.delta.classfile;

/// Tags of the constant pool (JVMS 4.4).
final class Tag {
  static final int UTF8 = 1;
  static final int INTEGER = 3;
  static final int FLOAT = 4;
  static final int LONG = 5;
  static final int DOUBLE = 6;
  static final int CLASS = 7;
  static final int STRING = 8;
  static final int FIELD = 9;
  static final int METHOD = 10;
  static final int INTERFACE_METHOD = 11;
  static final int NAME_AND_TYPE = 12;
  static final int METHOD_HANDLE = 15;
  static final int METHOD_TYPE = 16;
  static final int DYNAMIC = 17;
  static final int INVOKE_DYNAMIC = 18;
  static final int MODULE = 19;
  static final int PACKAGE = 20;

  /// No tag: a place where entries of several stand.
  static final int ANY = 0;

  private Tag() {}

  /// Whether an entry takes the next index as well.
  static boolean isWide(int tag) {
    return tag == LONG || tag == DOUBLE;
  }

  /// Bytes of an entry without its tag; -1 for text, which tells itself, and for no tag.
  static int lengthBytes(int tag) {
    return switch (tag) {
      case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> 2;
      case METHOD_HANDLE -> 3;
      case INTEGER, FLOAT, FIELD, METHOD, INTERFACE_METHOD, NAME_AND_TYPE -> 4;
      case DYNAMIC, INVOKE_DYNAMIC -> 4;
      case LONG, DOUBLE -> 8;
      default -> -1;
    };
  }
}
