package dev.sluice.formats.classfile.pool;

import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.stream.MalformedPatchException;
import java.util.Arrays;

/// The entries of a constant pool in the order in which a walk over the class comes to use them:
/// entry 0 is used first. Each has a label of 16 bits, which follows from what it holds, so that it
/// does not change when others come and go.
public final class Constants {
  /// Labels are at least this.
  static final int MIN_LABEL = 0x200;

  /// More entries than this are left alone, so that labels are always free.
  static final int MAX_ENTRIES = 1 << 15;

  private static final int LABELS = 1 << 16;
  private static final int NEAR_ATTEMPTS = 4;
  private static final int MAX_ATTEMPTS = 256;
  private static final int THIS_CLASS = 0x5bd1e995;

  private static final int INITIAL_CAPACITY = 64;

  /// Of an entry in the arrays below.
  private static final int ENTRY_BYTES = 1 + 3 * Integer.BYTES + Character.BYTES;

  private static final int SLOTS = 4;

  private final Allowance allowance;
  private byte[] tags = new byte[INITIAL_CAPACITY];
  private int[] firsts = new int[INITIAL_CAPACITY];
  private int[] seconds = new int[INITIAL_CAPACITY];
  private int[] hashes = new int[INITIAL_CAPACITY];
  private char[] labels = new char[INITIAL_CAPACITY];
  private int size;
  private boolean hasClass;

  /// By label: the entry, plus one; open addressing.
  private char[] byLabel = new char[SLOTS * INITIAL_CAPACITY];

  /// The arguments of the entries of BootstrapMethods one behind the other, each entry beginning
  /// with its method handle.
  private final IntList bootstrapParts;

  private final IntList bootstrapStarts;

  /// Starts without entries.
  ///
  /// @param allowance pays for growth
  public Constants(Allowance allowance) {
    this.allowance = allowance;
    this.bootstrapParts = new IntList(allowance);
    this.bootstrapStarts = new IntList(allowance);
  }

  /// How many entries there are.
  public int size() {
    return size;
  }

  /// The tag of an entry.
  public int tag(int entry) {
    return tags[entry];
  }

  /// The first part of an entry: an entry; of text where it begins; of numbers the upper bits; of a
  /// method handle its kind; of a dynamic entry its bootstrap method.
  public int first(int entry) {
    return firsts[entry];
  }

  /// The second part of an entry: an entry; of text its length in bytes; of numbers the lower bits.
  public int second(int entry) {
    return seconds[entry];
  }

  /// The label of an entry, [#MIN_LABEL] or above.
  public int label(int entry) {
    return labels[entry];
  }

  /// Adds text.
  public int addText(byte[] source, int start, int length) throws MalformedPatchException {
    int hash = 0x811c9dc5;
    for (int i = start; i < start + length; i++) {
      hash = (hash ^ source[i]) * 0x01000193;
    }
    return add(Tag.UTF8, start, length, mix(hash));
  }

  /// Adds an entry whose parts are known.
  public int add(int tag, int first, int second) throws MalformedPatchException {
    return add(tag, first, second, hash(tag, first, second));
  }

  private int hash(int tag, int first, int second) {
    return switch (tag) {
      case Tag.CLASS -> {
        boolean isThis = !hasClass;
        hasClass = true;
        yield isThis ? THIS_CLASS : mix(hashes[first] + tag);
      }
      case Tag.STRING, Tag.METHOD_TYPE, Tag.MODULE, Tag.PACKAGE -> mix(hashes[first] + tag);
      // One byte tells the owner, the other the member.
      case Tag.FIELD, Tag.METHOD, Tag.INTERFACE_METHOD ->
          Integer.remainderUnsigned(hashes[first], LABELS / 256 - 2) << Byte.SIZE
              | ((hashes[second] + tag) & 0xff);
      case Tag.NAME_AND_TYPE -> mix(hashes[first] * 31 + hashes[second] + tag);
      case Tag.METHOD_HANDLE, Tag.DYNAMIC, Tag.INVOKE_DYNAMIC -> mix(hashes[second] + 31 * tag);
      default -> mix(mix(first + tag) + second);
    };
  }

  private static int mix(int hash) {
    int h = hash * 0x85ebca6b;
    h ^= h >>> 15;
    h *= 0xc2b2ae35;
    return h ^ h >>> 13;
  }

  private int add(int tag, int first, int second, int hash) throws MalformedPatchException {
    if (size == MAX_ENTRIES) {
      throw MalformedPatchException.corrupt(0, "at most " + MAX_ENTRIES + " constants in a class");
    }
    if (size == tags.length) {
      grow();
    }
    tags[size] = (byte) tag;
    firsts[size] = first;
    seconds[size] = second;
    hashes[size] = hash;
    labels[size] = (char) freeLabel(hash);
    putLabel(size);
    return size++;
  }

  private void grow() throws MalformedPatchException {
    int capacity = 2 * size;
    int bytes = ENTRY_BYTES + SLOTS * Character.BYTES;
    allowance.take((long) bytes * capacity);
    tags = Arrays.copyOf(tags, capacity);
    firsts = Arrays.copyOf(firsts, capacity);
    seconds = Arrays.copyOf(seconds, capacity);
    hashes = Arrays.copyOf(hashes, capacity);
    labels = Arrays.copyOf(labels, capacity);
    byLabel = new char[SLOTS * capacity];
    for (int i = 0; i < size; i++) {
      putLabel(i);
    }
    allowance.give((long) bytes * size);
  }

  /// Labels near the one that the hash asks for, then others, but not many: nobody's class needs
  /// more.
  private int freeLabel(int hash) throws MalformedPatchException {
    int first = Integer.remainderUnsigned(hash, LABELS - MIN_LABEL);
    int step = mix(hash) & (LABELS / 2 - 1);
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      int offset = attempt < NEAR_ATTEMPTS ? attempt : attempt * step;
      int label = MIN_LABEL + Integer.remainderUnsigned(first + offset, LABELS - MIN_LABEL);
      if (find(label) < 0) {
        return label;
      }
    }
    throw MalformedPatchException.corrupt(0, "few constants of a class with one label");
  }

  private void putLabel(int entry) {
    int slot = slot(labels[entry]);
    while (byLabel[slot] != 0) {
      slot = (slot + 1) & (byLabel.length - 1);
    }
    byLabel[slot] = (char) (entry + 1);
  }

  private int slot(int label) {
    return ((label * 0x9e3779b1) >>> 8) & (byLabel.length - 1);
  }

  /// The entry with a label; -1 if there is none.
  public int find(int label) {
    int slot = slot(label);
    while (byLabel[slot] != 0) {
      if (labels[byLabel[slot] - 1] == label) {
        return byLabel[slot] - 1;
      }
      slot = (slot + 1) & (byLabel.length - 1);
    }
    return -1;
  }

  /// Begins the next entry of BootstrapMethods.
  ///
  /// @return its index
  public int addBootstrap() throws MalformedPatchException {
    bootstrapStarts.add(-1);
    return bootstrapStarts.size() - 1;
  }

  /// How many entries of BootstrapMethods there are.
  public int bootstraps() {
    return bootstrapStarts.size();
  }

  /// Sets what an entry of BootstrapMethods holds: its method handle and its arguments.
  public void setBootstrap(int bootstrap, IntList parts) throws MalformedPatchException {
    bootstrapStarts.set(bootstrap, bootstrapParts.size());
    bootstrapParts.add(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      bootstrapParts.add(parts.get(i));
    }
  }

  /// How many parts an entry of BootstrapMethods has, the method handle included.
  public int bootstrapSize(int bootstrap) {
    int start = bootstrapStarts.get(bootstrap);
    return start < 0 ? 0 : bootstrapParts.get(start);
  }

  /// A part of an entry of BootstrapMethods; 0 is the method handle.
  public int bootstrapPart(int bootstrap, int part) {
    return bootstrapParts.get(bootstrapStarts.get(bootstrap) + 1 + part);
  }
}
