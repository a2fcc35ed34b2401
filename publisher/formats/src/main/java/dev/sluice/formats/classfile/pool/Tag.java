package dev.sluice.formats.classfile.pool;

/// Tags of the constant pool (JVMS 4.4).
public final class Tag {
  /// Text.
  public static final int UTF8 = 1;

  /// A number of type int, or narrower.
  public static final int INTEGER = 3;

  /// A number of type float.
  public static final int FLOAT = 4;

  /// A number of type long, which takes two indices.
  public static final int LONG = 5;

  /// A number of type double, which takes two indices.
  public static final int DOUBLE = 6;

  /// A class: its name.
  public static final int CLASS = 7;

  /// A string: its text.
  public static final int STRING = 8;

  /// A field: its class, its name and type.
  public static final int FIELD = 9;

  /// A method of a class: the class, its name and type.
  public static final int METHOD = 10;

  /// A method of an interface: the interface, its name and type.
  public static final int INTERFACE_METHOD = 11;

  /// A name and a descriptor.
  public static final int NAME_AND_TYPE = 12;

  /// A method handle: its kind, and what it leads to.
  public static final int METHOD_HANDLE = 15;

  /// A method type: its descriptor.
  public static final int METHOD_TYPE = 16;

  /// A computed constant: its bootstrap method, its name and type.
  public static final int DYNAMIC = 17;

  /// A computed call: its bootstrap method, its name and type.
  public static final int INVOKE_DYNAMIC = 18;

  /// A module: its name.
  public static final int MODULE = 19;

  /// A package: its name.
  public static final int PACKAGE = 20;

  /// No tag: a place where entries of several stand.
  public static final int ANY = 0;

  private Tag() {}

  /// Whether an entry takes the next index as well.
  public static boolean isWide(int tag) {
    return tag == LONG || tag == DOUBLE;
  }

  /// Bytes of an entry without its tag; -1 for text, which tells itself, and for no tag.
  public static int lengthBytes(int tag) {
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
