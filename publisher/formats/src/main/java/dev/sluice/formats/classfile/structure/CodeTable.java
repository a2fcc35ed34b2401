package dev.sluice.formats.classfile.structure;

/// Tables of a Code attribute that say something of instructions.
public enum CodeTable {
  /// Which lines of the source instructions come from.
  LINES(0, "LineNumberTable"),

  /// Names and types of local variables.
  LOCALS(1, "LocalVariableTable"),

  /// Signatures of local variables.
  LOCAL_TYPES(2, "LocalVariableTypeTable"),

  /// Types of variables and of the stack where branches lead.
  FRAMES(3, "StackMapTable");

  /// How many there are.
  public static final int COUNT = 4;

  private final int index;
  private final String attribute;

  CodeTable(int index, String attribute) {
    this.index = index;
    this.attribute = attribute;
  }

  /// From 0 on, for arrays.
  public int index() {
    return index;
  }

  /// Name of the attribute.
  public String attribute() {
    return attribute;
  }
}
