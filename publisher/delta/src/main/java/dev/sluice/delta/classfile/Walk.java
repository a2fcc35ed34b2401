package dev.sluice.delta.classfile;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.delta.wire.MalformedPatchException;

/// A class on its way from one of its forms to the other: what [ClassStructure] names is read from
/// the one and written to the other.
///
/// Structure is named once, so that both ways cannot drift apart.
abstract class Walk {
  /// In contents, the byte that ends a list, and a reference that leads nowhere.
  static final int END = 1;

  /// In contents, the byte of a reference whose entry is defined behind it.
  static final int DEFINITION = 0;

  private static final int MAX_DEPTH = 24;

  final ByteCursor source;
  final ByteBuilder target;
  final Allowance allowance;
  final Constants constants;
  final Uses uses;
  final AttributeOrders orders;
  private int depth;

  /// @param source what is read
  /// @param target what is written
  Walk(ByteCursor source, ByteBuilder target, Allowance allowance) {
    this.source = source;
    this.target = target;
    this.allowance = allowance;
    this.constants = new Constants(allowance);
    this.uses = new Uses(allowance);
    this.orders = new AttributeOrders(allowance);
  }

  /// An element of a list.
  @FunctionalInterface
  interface Item {
    void run() throws MalformedPatchException;
  }

  /// An attribute of a list.
  @FunctionalInterface
  interface Attribute {
    /// Passes it on and gives its ranks, see [AttributeOrder#ranks].
    int run() throws MalformedPatchException;
  }

  /// Passes a byte on.
  @CanIgnoreReturnValue
  final int u1() throws MalformedPatchException {
    int value = source.u1();
    target.u1(value);
    return value;
  }

  /// Passes two bytes on.
  @CanIgnoreReturnValue
  final int u2() throws MalformedPatchException {
    int value = source.u2();
    target.u2(value);
    return value;
  }

  /// Passes four bytes on.
  @CanIgnoreReturnValue
  final int u4() throws MalformedPatchException {
    int value = source.u4();
    target.u4(value);
    return value;
  }

  /// Passes a reference on.
  ///
  /// @param tag of the entry, or [Tag#ANY]
  /// @return the entry; -1 for none
  @CanIgnoreReturnValue
  abstract int pass(int tag) throws MalformedPatchException;

  /// Passes a list on: in a class its length stands before it, in contents a mark behind it.
  ///
  /// @param width bytes of the length
  /// @param isMarked whether each item needs a mark, since its first byte may be that of the end
  abstract void list(int width, boolean isMarked, Item item) throws MalformedPatchException;

  /// Passes a list of attributes on, which contents hold in the order of javac.
  abstract void attributes(Attribute attribute) throws MalformedPatchException;

  /// Begins what has its length before it, in four bytes, in a class alone.
  ///
  /// @return to be given to [#close]
  abstract int open() throws MalformedPatchException;

  abstract void close(int mark) throws MalformedPatchException;

  /// Passes the bytes up to the end of what was opened.
  abstract void opaque(int mark) throws MalformedPatchException;

  /// Passes what BootstrapMethods holds.
  abstract void bootstraps() throws MalformedPatchException;

  /// Passes a Code attribute up to its attributes.
  abstract void code() throws MalformedPatchException;

  /// Passes a table of a Code attribute if it stands among the instructions.
  ///
  /// @return whether it does
  abstract boolean isAmongInstructions(CodeTable table) throws MalformedPatchException;

  /// Passes a reference on that must lead somewhere.
  @CanIgnoreReturnValue
  final int ref(int tag) throws MalformedPatchException {
    int entry = required(tag);
    uses.addInFile(entry);
    return entry;
  }

  /// Passes a reference on that may lead nowhere.
  final void refOrNone(int tag) throws MalformedPatchException {
    int entry = pass(tag);
    if (entry >= 0) {
      uses.addInFile(entry);
    }
  }

  /// Passes a reference of an instruction on.
  final void codeRef(int tag) throws MalformedPatchException {
    uses.addInCode(required(tag));
  }

  /// Passes a reference on whose use is noted elsewhere.
  final int required(int tag) throws MalformedPatchException {
    return requireEntry(pass(tag));
  }

  static int requireEntry(int entry) throws MalformedPatchException {
    if (entry < 0) {
      throw corrupt("a reference that leads somewhere");
    }
    return entry;
  }

  static void require(boolean isRight) throws MalformedPatchException {
    if (!isRight) {
      throw corrupt("code whose parts fit together");
    }
  }

  /// Goes one level deeper into what may contain itself.
  final void enter() throws MalformedPatchException {
    if (++depth > MAX_DEPTH) {
      throw corrupt("no more than " + MAX_DEPTH + " levels");
    }
  }

  final void leave() {
    depth--;
  }

  /// Notes the uses of all entries of BootstrapMethods, in the order in which javac makes them:
  /// arguments first.
  final void useBootstraps() throws MalformedPatchException {
    for (int i = 0; i < constants.bootstraps(); i++) {
      for (int part = 1; part < constants.bootstrapSize(i); part++) {
        uses.addInFile(constants.bootstrapPart(i, part));
      }
    }
    for (int i = 0; i < constants.bootstraps(); i++) {
      if (constants.bootstrapSize(i) > 0) {
        uses.addInFile(constants.bootstrapPart(i, 0));
      }
    }
  }

  static MalformedPatchException corrupt(String rule) {
    return MalformedPatchException.corrupt(0, "in a class file, " + rule);
  }
}
