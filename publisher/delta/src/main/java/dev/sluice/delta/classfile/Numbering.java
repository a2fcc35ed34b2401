package dev.sluice.delta.classfile;

/// Numbers the entries of a pool.
final class Numbering {
  private final Constants constants;
  private final int[] order;
  private final boolean[] isPlaced;
  private int placed;
  private int followed;

  Numbering(Constants constants) {
    this.constants = constants;
    this.order = new int[constants.size()];
    this.isPlaced = new boolean[constants.size()];
  }

  int[] order() {
    return order;
  }

  /// Adds entries that have no number yet.
  ///
  /// @param areParts whether what each refers to is added behind it, and so on
  void addAll(IntList entries, boolean areParts) {
    for (int i = 0; i < entries.size(); i++) {
      place(entries.get(i));
      if (areParts) {
        addParts();
      }
    }
  }

  /// Adds what all entries so far refer to, in their order.
  void addParts() {
    for (; followed < placed; followed++) {
      addParts(order[followed]);
    }
  }

  private void addParts(int entry) {
    int first = constants.first(entry);
    int second = constants.second(entry);
    switch (constants.tag(entry)) {
      case Tag.CLASS, Tag.STRING, Tag.METHOD_TYPE, Tag.MODULE, Tag.PACKAGE -> place(first);
      case Tag.FIELD, Tag.METHOD, Tag.INTERFACE_METHOD, Tag.NAME_AND_TYPE -> {
        place(first);
        place(second);
      }
      case Tag.METHOD_HANDLE, Tag.DYNAMIC, Tag.INVOKE_DYNAMIC -> place(second);
      default -> {}
    }
  }

  /// Adds all others in the order in which they were met.
  void addInOrder() {
    for (int entry = 0; entry < order.length; entry++) {
      place(entry);
    }
  }

  private void place(int entry) {
    if (!isPlaced[entry]) {
      isPlaced[entry] = true;
      order[placed++] = entry;
    }
  }
}
