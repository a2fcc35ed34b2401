package dev.sluice.formats.classfile.pool;

/// Numbers the entries of a pool as a compiler would, where it is not told otherwise.
final class Numbering {
  private final Constants constants;
  private final Uses uses;
  private final PoolOrderKind kind;
  private final int[] order;
  private final boolean[] isPlaced;
  private final boolean[] isDeferred;
  private int placed;

  /// Entries before this one in the order had all they refer to placed.
  private int followed;

  private int codeCursor;
  private int fileCursor;
  private int cursor;

  Numbering(Constants constants, Uses uses, PoolOrderKind kind) {
    this.constants = constants;
    this.uses = uses;
    this.kind = kind;
    this.order = new int[constants.size()];
    this.isPlaced = new boolean[constants.size()];
    this.isDeferred = new boolean[constants.size()];
  }

  PoolOrderKind kind() {
    return kind;
  }

  /// The entries by their places, as far as they have one.
  int[] order() {
    return order;
  }

  int placed() {
    return placed;
  }

  boolean isPlaced(int entry) {
    return isPlaced[entry];
  }

  /// Whether all places from one on are taken as in another order.
  boolean isSame(int[] other, int from) {
    for (int place = from; place < placed; place++) {
      if (order[place] != other[place]) {
        return false;
      }
    }
    return true;
  }

  /// Lets an entry wait until it is placed explicitly.
  void defer(int entry) {
    isDeferred[entry] = true;
  }

  /// Gives an entry the next place, and what it refers to those behind, if that is the order.
  void place(int entry) {
    placeAlone(entry);
    if (kind == PoolOrderKind.AT_ONCE) {
      for (; followed < placed; followed++) {
        int parts = parts(order[followed]);
        for (int part = 0; part < parts; part++) {
          placeAlone(part(order[followed], part));
        }
      }
    }
  }

  private void placeAlone(int entry) {
    if (!isPlaced[entry]) {
      isPlaced[entry] = true;
      order[placed++] = entry;
    }
  }

  private boolean isFree(int entry) {
    return !isPlaced[entry] && !isDeferred[entry];
  }

  /// The entry that a compiler would place next; -1 for none.
  int next() {
    int entry =
        switch (kind) {
          case LISTED -> -1;
          case AT_ONCE -> nextUsed();
          case LATER -> {
            int used = nextUsed();
            yield used >= 0 ? used : nextPart();
          }
        };
    return entry >= 0 ? entry : nextRest();
  }

  private int nextUsed() {
    for (; codeCursor < uses.code().size(); codeCursor++) {
      if (isFree(uses.code().get(codeCursor))) {
        return uses.code().get(codeCursor);
      }
    }
    for (; fileCursor < uses.file().size(); fileCursor++) {
      if (isFree(uses.file().get(fileCursor))) {
        return uses.file().get(fileCursor);
      }
    }
    return -1;
  }

  private int nextPart() {
    for (; followed < placed; followed++) {
      int parts = parts(order[followed]);
      for (int part = 0; part < parts; part++) {
        int entry = part(order[followed], part);
        if (isFree(entry)) {
          return entry;
        }
      }
    }
    return -1;
  }

  private int nextRest() {
    for (; cursor < order.length; cursor++) {
      if (isFree(cursor)) {
        return cursor;
      }
    }
    return -1;
  }

  /// How many entries an entry refers to.
  private int parts(int entry) {
    return switch (constants.tag(entry)) {
      case Tag.CLASS, Tag.STRING, Tag.METHOD_TYPE, Tag.MODULE, Tag.PACKAGE, Tag.METHOD_HANDLE -> 1;
      case Tag.FIELD, Tag.METHOD, Tag.INTERFACE_METHOD, Tag.NAME_AND_TYPE -> 2;
      case Tag.DYNAMIC, Tag.INVOKE_DYNAMIC -> 1 + bootstrapParts(entry);
      default -> 0;
    };
  }

  /// The bootstrap method belongs to an entry only for the older javac.
  private int bootstrapParts(int entry) {
    return kind == PoolOrderKind.LATER ? constants.bootstrapSize(constants.first(entry)) : 0;
  }

  private int part(int entry, int part) {
    return switch (constants.tag(entry)) {
      case Tag.METHOD_HANDLE -> constants.second(entry);
      case Tag.DYNAMIC, Tag.INVOKE_DYNAMIC ->
          part < bootstrapParts(entry)
              ? constants.bootstrapPart(constants.first(entry), part)
              : constants.second(entry);
      default -> part == 0 ? constants.first(entry) : constants.second(entry);
    };
  }
}
