package dev.sluice.delta.classfile;

/// Tables of a Code attribute that say something of instructions.
enum CodeTable {
  LINES("LineNumberTable"),
  LOCALS("LocalVariableTable"),
  LOCAL_TYPES("LocalVariableTypeTable"),
  FRAMES("StackMapTable");

  private final String attribute;

  CodeTable(String attribute) {
    this.attribute = attribute;
  }

  /// Name of the attribute.
  String attribute() {
    return attribute;
  }
}
