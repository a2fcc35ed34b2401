package dev.sluice.delta.classfile;

import dev.sluice.delta.wire.MalformedPatchException;

/// In which order compilers number constants.
enum PoolOrderKind {
  /// None of those below.
  LISTED(0) {
    @Override
    void add(Numbering numbering, Uses uses) {}
  },

  /// javac since 15: instructions first, and what an entry refers to next behind it.
  AT_ONCE(1) {
    @Override
    void add(Numbering numbering, Uses uses) {
      numbering.addAll(uses.code(), true);
      numbering.addAll(uses.file(), true);
    }
  },

  /// javac up to 14: instructions first, and what entries refer to behind all that is used.
  LATER(2) {
    @Override
    void add(Numbering numbering, Uses uses) {
      numbering.addAll(uses.code(), false);
      numbering.addAll(uses.file(), false);
      numbering.addParts();
    }
  },

  /// From the beginning of the file to its end, and what an entry refers to before it, as ASM does.
  PARTS_FIRST(3) {
    @Override
    void add(Numbering numbering, Uses uses) {
      numbering.addInOrder();
    }
  };

  private final int code;

  PoolOrderKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static PoolOrderKind of(int code) throws MalformedPatchException {
    for (var kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw Walk.corrupt("a known order of the pool, not " + code);
  }

  abstract void add(Numbering numbering, Uses uses);

  /// All entries in this order.
  int[] foretell(Constants constants, Uses uses) {
    var numbering = new Numbering(constants);
    add(numbering, uses);
    numbering.addInOrder();
    return numbering.order();
  }
}
