package dev.sluice.delta.executable;

import java.io.IOException;
import java.util.Arrays;

/// Foretells what the references in copied bytes become.
public final class Predictor {
  /// What was learned counts from the next multiple of this position in new on.
  public static final int STEP = 1024;

  /// Source in the marks: the copies say where the target went.
  public static final int BY_MAP = 0;

  /// Source in the marks: seen before, and the copies say otherwise.
  public static final int BY_MEMORY = 1;

  /// Source in the marks: seen before, and the copies agree.
  public static final int BY_BOTH = 2;

  /// Source in the marks: no copy holds the target.
  public static final int BY_GUESS = 3;

  private final ExecutableModel model;
  private final Layout layout;
  private final AddressMap map;
  private final References references;
  private final TargetDictionary dictionary = new TargetDictionary();

  private long copyOld;
  private long copyNew;
  private long copyLength;
  private long done;
  private long step = -1;

  private final Pending pending = new Pending();
  /// Whether no byte of the file stands for the target that was mapped last.
  private boolean isUnstored;

  private final Neighbours neighbours;
  private final Trust trust;

  public Predictor(ExecutableModel model, Layout layout, AddressMap map) {
    this.model = model;
    this.layout = layout;
    this.map = map;
    this.references = new References(model);
    this.neighbours = new Neighbours(model);
    this.trust = new Trust(model);
  }

  /// Turns to the next copy of the edit script; positions are those of the two address spaces.
  public void startCopy(long oldStart, long newStart, long length) {
    copyOld = oldStart - model.start();
    copyNew = newStart - layout.newStart();
    copyLength = length;
    done = 0;
    pending.startCopy();
  }

  /// How many bytes the next piece may have at most.
  public int maxPiece(long newPosition) {
    return (int) (STEP - Math.floorMod(newPosition - layout.newStart(), STEP));
  }

  /// Rewrites the next `count` bytes of the copy.
  public void predict(byte[] bytes, byte[] marks, int offset, int count) throws IOException {
    Arrays.fill(marks, offset, offset + count, (byte) 0);
    long newStep = Math.floorDiv(copyNew + done, STEP);
    if (newStep != step) {
      step = newStep;
      teach();
    }
    long from = copyOld + done;
    long to = from + count;
    long at = Math.max(copyOld, from - (Long.BYTES - 1));
    while (at < to) {
      predictBlock(references.load(at), from, to);
      at = references.blockEnd();
    }
    pending.write(bytes, marks, offset, from, to);
    done += count;
  }

  private void predictBlock(FieldList fields, long from, long to) {
    long first = Math.max(copyOld, from - (Long.BYTES - 1));
    for (int i = fields.firstFrom(first); i < fields.size() && fields.position(i) < to; i++) {
      long position = fields.position(i);
      long end = position + fields.kind(i).width();
      if (end > from
          && end <= copyOld + copyLength
          && (position >= from || !pending.isPredicted(position))) {
        predictField(fields, i);
      }
    }
  }

  private void predictField(FieldList fields, int field) {
    long position = fields.position(field);
    var kind = fields.kind(field);
    long target = fields.target(field);
    var range = model.lastStored(position);
    long origin = newOrigin(kind, fields.origin(field), position);
    if (range == null || origin == Layout.NOWHERE) {
      return;
    }
    var entry = pending.add(position);
    entry.kind = kind;
    entry.range = range.ordinal();
    entry.target = target;
    entry.origin = origin;
    entry.old = fields.value(field);
    entry.known = kind.isExtent() ? TargetDictionary.UNKNOWN : dictionary.find(target);
    entry.mapped = kind.isExtent() ? mapped(target - 1) + 1 : mapped(target);
    entry.isUnstored = isUnstored;
    boolean isKnown = entry.known != TargetDictionary.UNKNOWN;
    boolean usesKnown = isKnown && trust.inMemory(entry.range, kind);
    entry.value = kind.encode(usesKnown ? entry.known : entry.mapped, origin, entry.old);
    entry.isWritten = trust.inPrediction(entry.range, kind);
    int source =
        isKnown && entry.known == entry.mapped ? BY_BOTH : usesKnown ? BY_MEMORY : BY_MAP;
    entry.mark = kind.group() | source << 4;
  }

  private long newOrigin(Kind kind, long origin, long position) {
    if (origin == 0 || origin == TypeTable.FIRST) {
      return origin;
    }
    if (!kind.countsFromPlace()) {
      return mappedOrigin(origin);
    }
    var range = model.lastStored(position);
    long place = layout.address(position - copyOld + copyNew);
    return range == null || place == Layout.NOWHERE
        ? Layout.NOWHERE
        : origin + place - (position - range.offset() + range.address());
  }

  private long mappedOrigin(long origin) {
    var range = model.loadedAt(origin);
    if (range != null && range.address() == origin) {
      return layout.rangeAddress(range.ordinal());
    }
    long known = dictionary.find(origin);
    return known != TargetDictionary.UNKNOWN ? known : mapped(origin);
  }

  private long mapped(long target) {
    isUnstored = false;
    var range = model.targetAt(target);
    if (range == null) {
      isUnstored = target >= TypeTable.FIRST;
      return isUnstored ? neighbours.find(target, target) : target;
    }
    if (range.isStored()) {
      long offset = target - range.address() + range.offset();
      long address = layout.address(offset + map.shift(offset));
      if (address != Layout.NOWHERE) {
        return address;
      }
    }
    isUnstored = !range.isStored();
    long moved = target - range.address() + layout.rangeAddress(range.ordinal());
    return range.isStored() ? moved : neighbours.find(target, moved);
  }

  /// Takes note of what the bytes predicted last really are, in the same order.
  public void learn(byte[] actual, int offset, int count) {
    pending.learn(actual, offset, copyOld + done - count, copyOld + done);
  }

  private void teach() {
    for (int i = 0; i < pending.complete(); i++) {
      teach(pending.entry(i));
    }
    pending.dropComplete();
  }

  private void teach(Pending.Entry entry) {
    var kind = entry.kind;
    boolean isWide = kind.width() == Long.BYTES;
    long actual = isWide ? entry.actual : (int) entry.actual;
    long predicted = isWide ? entry.value : (int) entry.value;
    if (predicted != entry.old) {
      if (actual == predicted || actual == entry.old) {
        trust.judgePrediction(entry.range, kind, actual == predicted);
      }
    }
    if (kind.isExtent()) {
      return;
    }
    long target = kind.decode(actual, entry.origin, entry.mapped);
    if (entry.known != TargetDictionary.UNKNOWN
        && entry.known != entry.mapped
        && (target == entry.known || target == entry.mapped)) {
      trust.judgeMemory(entry.range, kind, target == entry.known);
    }
    dictionary.put(entry.target, target);
    if (entry.isUnstored) {
      neighbours.put(entry.target, target);
    }
  }
}
