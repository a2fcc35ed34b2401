package dev.sluice.delta.classfile;

/// Tables of a Code attribute that say something of instructions.
enum CodeTable {
  LINES(0, "LineNumberTable"),
  LOCALS(1, "LocalVariableTable"),
  LOCAL_TYPES(2, "LocalVariableTypeTable"),
  FRAMES(3, "StackMapTable");

  /// How many there are.
  static final int COUNT = 4;

  private final int index;
  private final String attribute;

  CodeTable(int index, String attribute) {
    this.index = index;
    this.attribute = attribute;
  }

  /// From 0 on, for arrays.
  int index() {
    return index;
  }

  /// Name of the attribute.
  String attribute() {
    return attribute;
  }
}
