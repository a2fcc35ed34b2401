package dev.sluice.diff.executable;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.formats.executable.ExecutableModel;
import dev.sluice.formats.executable.FieldList;
import dev.sluice.formats.executable.Kind;
import dev.sluice.formats.executable.Range;
import dev.sluice.formats.executable.References;
import dev.sluice.formats.executable.TypeTable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Writes an executable in a form in which code that only moved looks the same.
///
/// Each reference is replaced by a hash of what stands at its target, itself without references;
/// what is imported goes by its name. Matching such forms of old and new finds longer and truer
/// alignments than matching the files; the edit script holds for the files as well, since no byte
/// changes its place.
public final class Normaliser {
  /// Bytes of the target that make the label.
  private static final int SAMPLE = 16;

  private static final int LONGEST_NAME = 128;
  private static final int MOST_HOPS = 4;

  private final ExecutableModel model;

  /// The executable without references, but with the names of what it imports.
  private final MemorySegment blank;

  private Normaliser(ExecutableModel model, MemorySegment bytes) {
    this.model = model;
    this.blank = bytes.asSlice(model.start(), model.lengthBytes());
  }

  /// Writes the normalised form of `model`'s executable.
  ///
  /// @param scratch a copy of the address space that the model was found in; overwritten
  /// @param result another copy, in which the executable is replaced by its normalised form
  /// @throws IOException if the model's source cannot be read
  public static void normalise(ExecutableModel model, MemorySegment scratch, MemorySegment result)
      throws IOException {
    var normaliser = new Normaliser(model, scratch);
    normaliser.writeBlank();
    normaliser.nameImports();
    normaliser.nameStubs();
    normaliser.writeLabels(result.asSlice(model.start(), model.lengthBytes()));
  }

  private void writeBlank() throws IOException {
    var references = new References(model);
    for (long at = 0; at < model.lengthBytes(); at = references.blockEnd()) {
      var fields = references.load(at);
      for (int i = 0; i < fields.size(); i++) {
        boolean isName = fields.kind(i) == Kind.NAME;
        if (!fields.kind(i).isExtent()) {
          write(blank, fields, i, isName ? nameAt(fields.target(i)) : 0);
        }
      }
    }
  }

  /// Puts the names of symbols where relocations refer to them, and where these write.
  private void nameImports() throws IOException {
    var references = new References(model);
    for (var range : model.stored()) {
      if (range.content() != Range.Content.RELOCATIONS) {
        continue;
      }
      long end = range.offset() + range.length();
      long slot = -1;
      for (long at = range.offset(); at < end; at = references.blockEnd()) {
        var fields = references.load(at);
        for (int i = 0; i < fields.size(); i++) {
          if (fields.kind(i) == Kind.SYMBOL_NUMBER) {
            // The name that the symbol's own entry got when references were taken out.
            int name = read(offsetOf(fields.target(i)));
            write(blank, fields, i, name);
            writeInt(blank, slot, name);
          } else if ((fields.position(i) - range.offset()) % 24 == 0) {
            slot = offsetOf(fields.target(i));
          }
        }
      }
    }
  }

  /// Puts the names that stand in the linkage table into the stubs that jump through it.
  private void nameStubs() throws IOException {
    var references = new References(model);
    for (var range : model.stored()) {
      if (!model.isLinkage(range)) {
        continue;
      }
      long end = range.offset() + range.length();
      for (long at = range.offset(); at < end; at = references.blockEnd()) {
        var fields = references.load(at);
        for (int i = 0; i < fields.size(); i++) {
          if (fields.kind(i) == Kind.NEARBY) {
            write(blank, fields, i, read(offsetOf(fields.target(i))));
          }
        }
      }
    }
  }

  private void writeLabels(MemorySegment result) throws IOException {
    result.copyFrom(blank);
    var references = new References(model);
    for (long at = 0; at < model.lengthBytes(); at = references.blockEnd()) {
      var fields = references.load(at);
      for (int i = 0; i < fields.size(); i++) {
        if (!fields.kind(i).isExtent() && !isNamed(fields, i)) {
          write(result, fields, i, label(fields.target(i)) & 0xffff);
        }
      }
    }
  }

  private boolean isNamed(FieldList fields, int field) {
    return mask(fields.kind(field)) == -1 && read(fields.position(field)) != 0;
  }

  private int label(long target) throws IOException {
    var types = model.types();
    if (types != null && target >= TypeTable.FIRST) {
      return typeLabel(types, (int) (target - TypeTable.FIRST));
    }
    long at = offsetOf(target);
    if (at < 0) {
      return model.targetAt(target) == null ? 1 : 2;
    }
    int hash = 1;
    for (int i = 0; i < SAMPLE && at + i < blank.byteSize(); i++) {
      hash = hash * 0x01000193 ^ blank.get(JAVA_BYTE, at + i);
    }
    return hash * 0x9e3779b1;
  }

  /// A type's own record, and those of the types that it merely points to or renames.
  private int typeLabel(TypeTable types, int first) throws IOException {
    int hash = 1;
    int number = first;
    for (int hop = 0; hop < MOST_HOPS && number > 0; hop++) {
      long at = types.position(number);
      for (int i = 0; i < TypeTable.RECORD_LENGTH; i += Integer.BYTES) {
        hash = hash * 0x01000193 ^ read(at + i);
      }
      number = types.referredBy(at);
    }
    return hash * 0x9e3779b1;
  }

  private int nameAt(long target) {
    long at = offsetOf(target);
    int hash = 1;
    for (int i = 0; at >= 0 && i < LONGEST_NAME && at + i < blank.byteSize(); i++) {
      byte character = blank.get(JAVA_BYTE, at + i);
      if (character == 0) {
        break;
      }
      hash = hash * 0x01000193 ^ character;
    }
    return hash * 0x9e3779b1;
  }

  /// Where in the file an address stands; -1 if nowhere.
  private long offsetOf(long target) {
    var range = model.targetAt(target);
    return range == null || !range.isStored() ? -1 : target - range.address() + range.offset();
  }

  private int read(long at) {
    int value = 0;
    for (int i = 0; at >= 0 && i < Integer.BYTES && at + i < blank.byteSize(); i++) {
      value |= (blank.get(JAVA_BYTE, at + i) & 0xff) << (Byte.SIZE * i);
    }
    return value;
  }

  /// The bits of a field that tell the target; the others say something else.
  private static int mask(Kind kind) {
    return switch (kind) {
      case ARM_BRANCH_26 -> 0x03ffffff;
      case ARM_BRANCH_19 -> 0x00ffffe0;
      case ARM_BRANCH_14 -> 0x0007ffe0;
      case ARM_NEAR, ARM_PAGE -> 0x60ffffe0;
      case ARM_LOW -> 0x003ffc00;
      default -> -1;
    };
  }

  private static void write(MemorySegment bytes, FieldList fields, int field, int value) {
    int mask = mask(fields.kind(field));
    int kept = (int) fields.value(field) & ~mask;
    writeInt(bytes, fields.position(field), kept | (value & mask));
    if (fields.kind(field).width() == Long.BYTES) {
      writeInt(bytes, fields.position(field) + Integer.BYTES, 0);
    }
  }

  private static void writeInt(MemorySegment bytes, long at, int value) {
    for (int i = 0; at >= 0 && i < Integer.BYTES && at + i < bytes.byteSize(); i++) {
      bytes.set(JAVA_BYTE, at + i, (byte) (value >>> (Byte.SIZE * i)));
    }
  }
}
