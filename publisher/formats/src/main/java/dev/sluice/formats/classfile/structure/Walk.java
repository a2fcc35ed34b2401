package dev.sluice.formats.classfile.structure;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.classfile.pool.Constants;
import dev.sluice.formats.classfile.pool.Uses;
import dev.sluice.formats.stream.MalformedPatchException;

/// A class on its way from one of its forms to the other: what [ClassStructure] names is read from
/// the one and written to the other.
///
/// Structure is named once, so that both ways cannot drift apart.
public abstract class Walk {
  /// In contents, the byte that ends a list, and a reference that leads nowhere.
  public static final int END = 1;

  /// In contents, the byte of a reference whose entry is defined behind it.
  public static final int DEFINITION = 0;

  private static final int MAX_DEPTH = 24;

  /// What is read.
  protected final ByteCursor source;

  /// What is written.
  protected final ByteBuilder target;

  /// What all arrays of the walk are taken from.
  protected final Allowance allowance;

  /// The entries that were met.
  protected final Constants constants;

  /// In which order entries are used.
  protected final Uses uses;

  /// The orders of the lists of attributes.
  protected final AttributeOrders orders;
  private int depth;

  /// @param source what is read
  /// @param target what is written
  protected Walk(ByteCursor source, ByteBuilder target, Allowance allowance) {
    this.source = source;
    this.target = target;
    this.allowance = allowance;
    this.constants = new Constants(allowance);
    this.uses = new Uses(allowance);
    this.orders = new AttributeOrders(allowance);
  }

  /// What all arrays of the walk are taken from.
  public final Allowance allowance() {
    return allowance;
  }

  /// The entries that were met; complete behind the first walk.
  public final Constants constants() {
    return constants;
  }

  /// In which order entries are used.
  public final Uses uses() {
    return uses;
  }

  /// The orders of the lists of attributes.
  public final AttributeOrders orders() {
    return orders;
  }

  /// An element of a list.
  @FunctionalInterface
  protected interface Item {
    /// Passes it on.
    void run() throws MalformedPatchException;
  }

  /// An attribute of a list.
  @FunctionalInterface
  protected interface Attribute {
    /// Passes it on and gives its ranks, see [AttributeOrder#ranks].
    int run() throws MalformedPatchException;
  }

  /// Passes a byte on.
  @CanIgnoreReturnValue
  public final int u1() throws MalformedPatchException {
    int value = source.u1();
    target.u1(value);
    return value;
  }

  /// Passes two bytes on.
  @CanIgnoreReturnValue
  public final int u2() throws MalformedPatchException {
    int value = source.u2();
    target.u2(value);
    return value;
  }

  /// Passes four bytes on.
  @CanIgnoreReturnValue
  public final int u4() throws MalformedPatchException {
    int value = source.u4();
    target.u4(value);
    return value;
  }

  /// Passes a reference on.
  ///
  /// @param tag of the entry, or [Tag#ANY]
  /// @return the entry; -1 for none
  @CanIgnoreReturnValue
  protected abstract int pass(int tag) throws MalformedPatchException;

  /// Passes a list on: in a class its length stands before it, in contents a mark behind it.
  ///
  /// @param width bytes of the length
  /// @param isMarked whether each item needs a mark, since its first byte may be that of the end
  protected abstract void list(int width, boolean isMarked, Item item)
      throws MalformedPatchException;

  /// Passes a list of attributes on, which contents hold in the order of javac.
  protected abstract void attributes(Attribute attribute) throws MalformedPatchException;

  /// Begins what has its length before it, in four bytes, in a class alone.
  ///
  /// @return to be given to [#close]
  protected abstract int open() throws MalformedPatchException;

  /// Ends what was opened.
  ///
  /// @throws MalformedPatchException if it does not have the length that stands before it
  protected abstract void close(int mark) throws MalformedPatchException;

  /// Passes the bytes up to the end of what was opened.
  protected abstract void opaque(int mark) throws MalformedPatchException;

  /// Passes what BootstrapMethods holds.
  protected abstract void bootstraps() throws MalformedPatchException;

  /// Passes a Code attribute up to its attributes.
  protected abstract void code() throws MalformedPatchException;

  /// Passes a table of a Code attribute if it stands among the instructions.
  ///
  /// @return whether it does
  protected abstract boolean isAmongInstructions(CodeTable table) throws MalformedPatchException;

  /// Passes a reference on that must lead somewhere.
  @CanIgnoreReturnValue
  final int ref(int tag) throws MalformedPatchException {
    int entry = required(tag);
    uses.addInFile(entry);
    return entry;
  }

  /// Passes a reference on that may lead nowhere.
  public final void refOrNone(int tag) throws MalformedPatchException {
    int entry = pass(tag);
    if (entry >= 0) {
      uses.addInFile(entry);
    }
  }

  /// Passes a reference of an instruction on.
  public final void codeRef(int tag) throws MalformedPatchException {
    uses.addInCode(required(tag));
  }

  /// Passes a reference on whose use is noted elsewhere.
  public final int required(int tag) throws MalformedPatchException {
    return requireEntry(pass(tag));
  }

  /// Refuses a reference that leads nowhere.
  public static int requireEntry(int entry) throws MalformedPatchException {
    if (entry < 0) {
      throw Refusal.of("a reference that leads somewhere");
    }
    return entry;
  }

  /// Goes one level deeper into what may contain itself.
  protected final void enter() throws MalformedPatchException {
    if (++depth > MAX_DEPTH) {
      throw Refusal.of("no more than " + MAX_DEPTH + " levels");
    }
  }

  /// Comes back from there.
  protected final void leave() {
    depth--;
  }

  /// Notes the uses of all entries of BootstrapMethods, in the order in which javac makes them:
  /// arguments first.
  protected final void useBootstraps() throws MalformedPatchException {
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
}
