package dev.sluice.formats.classfile.form;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.classfile.pool.Tag;
import dev.sluice.formats.classfile.structure.CodeTable;
import dev.sluice.formats.classfile.structure.Walk;
import dev.sluice.formats.stream.MalformedPatchException;
import java.util.Arrays;

/// The way from contents to a class file, without its version and pool.
///
/// The walk is done twice: before the first one nothing is known of the pool, whose order stands
/// at the end of contents; in the second one every reference has its index.
public final class Assembler extends Walk {
  private final CodeAssembler code;
  private int[] indices = new int[0];
  private boolean isSecond;

  /// Of each definition that is not within another: the entry, and where the source goes on behind
  /// it. The second walk passes over them by that.
  private final IntList definitions;

  private boolean isDefining;
  private int nextDefinition;

  /// @param source at what the walk begins with
  public Assembler(ByteCursor source, ByteBuilder target, Allowance allowance)
      throws MalformedPatchException {
    super(source, target, allowance);
    this.definitions = new IntList(allowance);
    this.code = new CodeAssembler(this, source, target);
  }

  /// Begins the second walk.
  ///
  /// @param known index of each entry
  public void begin(int position, int[] known) {
    source.moveTo(position);
    target.clear();
    code.restart();
    indices = known;
    isSecond = true;
  }

  /// The index of an entry; 0 during the first walk.
  public int index(int entry) {
    return isSecond ? indices[entry] : 0;
  }

  @Override
  @CanIgnoreReturnValue
  protected int pass(int tag) throws MalformedPatchException {
    int entry = read(tag);
    target.u2(entry < 0 ? 0 : index(entry));
    return entry;
  }

  /// Reads a reference.
  ///
  /// @return the entry; -1 for none
  int read(int tag) throws MalformedPatchException {
    int first = source.u1();
    if (first == END) {
      return -1;
    }
    if (first == DEFINITION) {
      return isSecond ? defined() : define(tag);
    }
    int entry = constants.find(first << Byte.SIZE | source.u1());
    if (entry < 0 || (tag != Tag.ANY && constants.tag(entry) != tag)) {
      throw Refusal.of("references to entries that were defined");
    }
    return entry;
  }

  int readRequired(int tag) throws MalformedPatchException {
    return requireEntry(read(tag));
  }

  private int defined() {
    int entry = definitions.get(nextDefinition);
    source.moveTo(definitions.get(nextDefinition + 1));
    nextDefinition += 2;
    return entry;
  }

  private int define(int expectedTag) throws MalformedPatchException {
    boolean isWithinAnother = isDefining;
    isDefining = true;
    int tag = expectedTag == Tag.ANY ? source.u1() : expectedTag;
    int entry = defineEntry(tag);
    isDefining = isWithinAnother;
    if (!isDefining) {
      definitions.add(entry);
      definitions.add(source.position());
    }
    return entry;
  }

  private int defineEntry(int tag) throws MalformedPatchException {
    enter();
    int first = 0;
    int second = 0;
    switch (tag) {
      case Tag.UTF8 -> {
        first = source.position();
        second = textLength();
      }
      case Tag.INTEGER, Tag.FLOAT -> second = source.u4();
      case Tag.LONG, Tag.DOUBLE -> {
        first = source.u4();
        second = source.u4();
      }
      case Tag.CLASS, Tag.STRING, Tag.METHOD_TYPE, Tag.MODULE, Tag.PACKAGE ->
          first = readRequired(Tag.UTF8);
      case Tag.FIELD, Tag.METHOD, Tag.INTERFACE_METHOD -> {
        first = readRequired(Tag.CLASS);
        second = readRequired(Tag.NAME_AND_TYPE);
      }
      case Tag.NAME_AND_TYPE -> {
        first = readRequired(Tag.UTF8);
        second = readRequired(Tag.UTF8);
      }
      case Tag.METHOD_HANDLE -> {
        first = source.u1();
        second = readRequired(Tag.ANY);
      }
      case Tag.DYNAMIC, Tag.INVOKE_DYNAMIC -> {
        first = readBootstrap();
        second = readRequired(Tag.NAME_AND_TYPE);
      }
      default -> throw Refusal.of("a known kind of entry, not " + tag);
    }
    leave();
    return tag == Tag.UTF8
        ? constants.addText(source.array(), first, second)
        : constants.add(tag, first, second);
  }

  private int textLength() throws MalformedPatchException {
    int length = 0;
    while (source.u1() != 0) {
      length++;
    }
    if (length >= 1 << Short.SIZE) {
      throw Refusal.of("text of at most 65,535 bytes");
    }
    return length;
  }

  private int readBootstrap() throws MalformedPatchException {
    int back = source.number();
    int met = constants.bootstraps();
    if (back < 0 || back > met) {
      throw Refusal.of("bootstrap methods in the order of their use");
    }
    if (back == 0) {
      bootstrap();
    }
    return met - back;
  }

  private void bootstrap() throws MalformedPatchException {
    int index = isSecond ? -1 : constants.addBootstrap();
    var parts = new IntList(allowance);
    parts.add(readRequired(Tag.METHOD_HANDLE));
    for (int part = read(Tag.ANY); part >= 0; part = read(Tag.ANY)) {
      parts.add(part);
    }
    if (!isSecond) {
      constants.setBootstrap(index, parts);
    }
  }

  @Override
  protected void bootstraps() throws MalformedPatchException {
    while (source.peek() != END) {
      bootstrap();
    }
    int _ = source.u1();
    target.u2(constants.bootstraps());
    for (int i = 0; i < constants.bootstraps(); i++) {
      int size = constants.bootstrapSize(i);
      if (size == 0) {
        throw Refusal.of("bootstrap methods that are complete");
      }
      target.u2(index(constants.bootstrapPart(i, 0)));
      target.u2(size - 1);
      for (int part = 1; part < size; part++) {
        target.u2(index(constants.bootstrapPart(i, part)));
      }
    }
    useBootstraps();
  }

  @Override
  protected void list(int width, boolean isMarked, Item item) throws MalformedPatchException {
    int at = target.length();
    int count = 0;
    if (width == 1) {
      target.u1(0);
    } else {
      target.u2(0);
    }
    while (source.peek() != END) {
      source.skip(isMarked ? 1 : 0);
      item.run();
      count++;
    }
    source.skip(1);
    if (count >= 1 << (Byte.SIZE * width)) {
      throw Refusal.of("lists that are not so long");
    }
    if (width == 1) {
      target.setU1(at, count);
    } else {
      target.setU2(at, count);
    }
  }

  @Override
  protected void attributes(Attribute attribute) throws MalformedPatchException {
    int at = target.length();
    target.u2(0);
    var starts = new IntList(allowance);
    var ranks = new IntList(allowance);
    while (source.peek() != END) {
      starts.add(target.length());
      ranks.add(attribute.run());
    }
    source.skip(1);
    int count = starts.size();
    target.setU2(at, count);
    starts.add(target.length());
    if (isSecond && count > 1) {
      reorder(starts, orders.next(ranks));
    }
  }

  private void reorder(IntList starts, int[] places) throws MalformedPatchException {
    int from = starts.get(0);
    int length = target.length() - from;
    allowance.take(length);
    var copy = Arrays.copyOfRange(target.array(), from, target.length());
    int to = from;
    for (int place : places) {
      int start = starts.get(place);
      int bytes = starts.get(place + 1) - start;
      System.arraycopy(copy, start - from, target.array(), to, bytes);
      to += bytes;
    }
    allowance.give(length);
  }

  @Override
  protected int open() throws MalformedPatchException {
    target.u4(0);
    return target.length();
  }

  @Override
  protected void close(int start) {
    target.setU4(start - Integer.BYTES, target.length() - start);
  }

  @Override
  protected void opaque(int mark) throws MalformedPatchException {
    int length = source.number();
    int at = source.position();
    source.skip(length);
    target.add(source.array(), at, length);
  }

  @Override
  protected void code() throws MalformedPatchException {
    code.run();
  }

  @Override
  protected boolean isAmongInstructions(CodeTable table) throws MalformedPatchException {
    return code.isAmongInstructions(table);
  }

  /// Reads the entries that nothing refers to.
  public void rest() throws MalformedPatchException {
    for (int entry = read(Tag.ANY); entry >= 0; entry = read(Tag.ANY)) {
      uses.addInFile(entry);
    }
  }
}
