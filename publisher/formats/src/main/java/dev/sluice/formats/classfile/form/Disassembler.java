package dev.sluice.formats.classfile.form;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.classfile.pool.Tag;
import dev.sluice.formats.classfile.structure.AttributeOrder;
import dev.sluice.formats.classfile.structure.CodeTable;
import dev.sluice.formats.classfile.structure.Walk;
import dev.sluice.formats.stream.MalformedPatchException;
import java.util.Arrays;

/// The way from a class file to contents.
public final class Disassembler extends Walk {
  private final int[] offsets;
  private final int[] entries;
  private final IntList bootstrapOffsets;
  private final CodeDisassembler code;

  /// Reads the constant pool; what follows is left to the walk.
  ///
  /// @param source behind the version
  public Disassembler(ByteCursor source, ByteBuilder target, Allowance allowance)
      throws MalformedPatchException {
    super(source, target, allowance);
    int count = source.u2();
    allowance.take(2L * Integer.BYTES * count);
    bootstrapOffsets = new IntList(allowance);
    offsets = new int[count];
    entries = new int[count];
    Arrays.fill(entries, -1);
    for (int i = 1; i < count; i++) {
      offsets[i] = source.position();
      i += skipEntry(source) ? 1 : 0;
    }
    code = new CodeDisassembler(this, source, target);
  }

  /// Passes over an entry of a pool.
  ///
  /// @return whether it takes two indices
  public static boolean skipEntry(ByteCursor source) throws MalformedPatchException {
    int tag = source.u1();
    source.skip(tag == Tag.UTF8 ? source.u2() : Tag.lengthBytes(tag));
    return Tag.isWide(tag);
  }

  /// Finds BootstrapMethods, which is needed before its place.
  public void findBootstraps() throws MalformedPatchException {
    int start = source.position();
    source.skip(6);
    source.skip(Short.BYTES * source.u2());
    for (int kind = 0; kind < 2; kind++) {
      for (int left = source.u2(); left > 0; left--) {
        source.skip(6);
        skipAttributes(source);
      }
    }
    for (int left = source.u2(); left > 0; left--) {
      boolean isFound = isText(source.u2(), "BootstrapMethods");
      int end = source.u4();
      end += source.position();
      if (isFound && bootstrapOffsets.size() == 0) {
        readBootstrapOffsets();
      }
      source.skip(end - source.position());
    }
    source.moveTo(start);
  }

  /// Passes over a list of attributes.
  public static void skipAttributes(ByteCursor source) throws MalformedPatchException {
    for (int left = source.u2(); left > 0; left--) {
      source.skip(Short.BYTES);
      source.skip(source.u4());
    }
  }

  private void readBootstrapOffsets() throws MalformedPatchException {
    for (int left = source.u2(); left > 0; left--) {
      bootstrapOffsets.add(source.position());
      source.skip(Short.BYTES);
      source.skip(Short.BYTES * source.u2());
    }
  }

  private boolean isText(int index, String text) throws MalformedPatchException {
    int offset = offset(index);
    var bytes = source.array();
    boolean isText =
        bytes[offset] == Tag.UTF8
            && bytes[offset + 1] == 0
            && bytes[offset + 2] == (byte) text.length();
    for (int i = 0; isText && i < text.length(); i++) {
      isText = bytes[offset + 3 + i] == text.charAt(i);
    }
    return isText;
  }

  private int offset(int index) throws MalformedPatchException {
    if (index == 0 || index >= offsets.length || offsets[index] == 0) {
      throw Refusal.of("references to what is there, not to " + index);
    }
    return offsets[index];
  }

  @Override
  @CanIgnoreReturnValue
  protected int pass(int tag) throws MalformedPatchException {
    return pass(tag, source.u2());
  }

  /// Writes a reference to the entry at an index.
  int pass(int tag, int index) throws MalformedPatchException {
    if (index == 0) {
      target.u1(END);
      return -1;
    }
    int offset = offset(index);
    int found = source.array()[offset];
    if (tag != Tag.ANY && found != tag) {
      throw Refusal.of("entries of the kind that their place asks for");
    }
    if (entries[index] >= 0) {
      target.u2(constants.label(entries[index]));
      return entries[index];
    }
    target.u1(DEFINITION);
    if (tag == Tag.ANY) {
      target.u1(found);
    }
    enter();
    int back = source.position();
    source.moveTo(offset + 1);
    int entry = define(found);
    source.moveTo(back);
    leave();
    if (entries[index] >= 0) {
      throw Refusal.of("entries that do not contain themselves");
    }
    entries[index] = entry;
    return entry;
  }

  /// @param tag of an entry whose body comes next
  private int define(int tag) throws MalformedPatchException {
    return switch (tag) {
      case Tag.UTF8 -> defineText();
      case Tag.INTEGER, Tag.FLOAT -> constants.add(tag, 0, u4());
      case Tag.LONG, Tag.DOUBLE -> {
        int high = u4();
        yield constants.add(tag, high, u4());
      }
      case Tag.CLASS, Tag.STRING, Tag.METHOD_TYPE, Tag.MODULE, Tag.PACKAGE ->
          constants.add(tag, required(Tag.UTF8), 0);
      case Tag.FIELD, Tag.METHOD, Tag.INTERFACE_METHOD -> {
        int owner = required(Tag.CLASS);
        yield constants.add(tag, owner, required(Tag.NAME_AND_TYPE));
      }
      case Tag.NAME_AND_TYPE -> {
        int name = required(Tag.UTF8);
        yield constants.add(tag, name, required(Tag.UTF8));
      }
      case Tag.METHOD_HANDLE -> {
        int kind = u1();
        yield constants.add(tag, kind, required(Tag.ANY));
      }
      default -> defineDynamic(tag);
    };
  }

  private int defineText() throws MalformedPatchException {
    int length = source.u2();
    int start = source.position();
    source.skip(length);
    for (int i = start; i < start + length; i++) {
      if (source.array()[i] == 0) {
        throw Refusal.of("text without zeros");
      }
    }
    target.add(source.array(), start, length);
    target.u1(0);
    return constants.addText(source.array(), start, length);
  }

  private int defineDynamic(int tag) throws MalformedPatchException {
    int bootstrap = source.u2();
    int next = constants.bootstraps();
    if (bootstrap > next || bootstrap >= bootstrapOffsets.size()) {
      // Far ahead of what was met so far: no compiler numbers them so.
      throw Refusal.of("bootstrap methods in the order of their use");
    }
    target.number(next - bootstrap);
    int nameAt = source.position();
    if (bootstrap == next) {
      bootstrap(constants.addBootstrap());
    }
    source.moveTo(nameAt);
    return constants.add(tag, bootstrap, required(Tag.NAME_AND_TYPE));
  }

  private void bootstrap(int index) throws MalformedPatchException {
    source.moveTo(bootstrapOffsets.get(index));
    var parts = new IntList(allowance);
    parts.add(required(Tag.METHOD_HANDLE));
    for (int left = source.u2(); left > 0; left--) {
      parts.add(required(Tag.ANY));
    }
    target.u1(END);
    constants.setBootstrap(index, parts);
  }

  @Override
  protected void bootstraps() throws MalformedPatchException {
    int back = source.position();
    while (constants.bootstraps() < bootstrapOffsets.size()) {
      bootstrap(constants.addBootstrap());
    }
    target.u1(END);
    source.moveTo(back);
    for (int left = source.u2(); left > 0; left--) {
      source.skip(Short.BYTES);
      source.skip(Short.BYTES * source.u2());
    }
    useBootstraps();
  }

  @Override
  protected void list(int width, boolean isMarked, Item item) throws MalformedPatchException {
    for (int left = width == 1 ? source.u1() : source.u2(); left > 0; left--) {
      if (isMarked) {
        target.u1(DEFINITION);
      }
      item.run();
    }
    target.u1(END);
  }

  @Override
  protected void attributes(Attribute attribute) throws MalformedPatchException {
    int count = source.u2();
    var starts = new int[count];
    var ranks = new IntList(allowance);
    for (int i = 0; i < count; i++) {
      starts[i] = source.position();
      int name = offset(source.u2());
      var text = AttributeOrder.name(source.array(), name + 3, textLength(name));
      ranks.add(AttributeOrder.ranks(text));
      source.skip(source.u4());
    }
    int end = source.position();
    int[] order = AttributeOrder.JAVAC.sorted(ranks);
    var places = new int[count];
    var sortedRanks = new IntList(allowance);
    for (int i = 0; i < count; i++) {
      places[order[i]] = i;
      source.moveTo(starts[order[i]]);
      sortedRanks.add(attribute.run());
    }
    source.moveTo(end);
    target.u1(END);
    if (count > 1) {
      orders.add(sortedRanks, places);
    }
  }

  private int textLength(int offset) {
    return (source.array()[offset + 1] & 0xff) << Byte.SIZE | (source.array()[offset + 2] & 0xff);
  }

  @Override
  protected int open() throws MalformedPatchException {
    int length = source.u4();
    int end = source.position() + length;
    int back = source.position();
    source.skip(length);
    source.moveTo(back);
    return end;
  }

  @Override
  protected void close(int end) throws MalformedPatchException {
    if (source.position() != end) {
      throw Refusal.of("attributes of their length");
    }
  }

  @Override
  protected void opaque(int end) throws MalformedPatchException {
    int length = end - source.position();
    if (length < 0) {
      throw Refusal.of("attributes of their length");
    }
    target.number(length);
    target.add(source.array(), source.position(), length);
    source.skip(length);
  }

  /// The table of a Code attribute that a name is of; -1 for none.
  int table(int nameIndex) throws MalformedPatchException {
    for (var table : CodeTable.values()) {
      if (isText(nameIndex, table.attribute())) {
        return table.index();
      }
    }
    return -1;
  }

  @Override
  protected void code() throws MalformedPatchException {
    code.run();
  }

  @Override
  protected boolean isAmongInstructions(CodeTable table) throws MalformedPatchException {
    return code.isAmongInstructions(table);
  }

  /// Writes the entries that nothing referred to.
  public void rest() throws MalformedPatchException {
    for (int i = 1; i < offsets.length; i++) {
      if (offsets[i] != 0 && entries[i] < 0) {
        uses.addInFile(pass(Tag.ANY, i));
      }
    }
    target.u1(END);
  }

  /// The entries in the order in which they stand in the class.
  public int[] order() throws MalformedPatchException {
    allowance.take((long) Integer.BYTES * constants.size());
    var order = new int[constants.size()];
    int count = 0;
    for (int entry : entries) {
      if (entry >= 0) {
        order[count++] = entry;
      }
    }
    return order;
  }
}
