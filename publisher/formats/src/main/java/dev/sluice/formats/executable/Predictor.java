package dev.sluice.formats.executable;

import java.io.IOException;
import java.util.Arrays;

/// Foretells what the references in copied bytes become.
///
/// Goes along with the making of new, in its order: [#startCopy] for each copy of the edit script,
/// and then for each piece of it [#predict], which turns old bytes into the likeliest new ones, and
/// [#learn], once it is known what they really are. Whoever makes a patch does the same, and so
/// comes to the same predictions. How a copy is cut into pieces makes no difference; a field that a
/// copy holds only a part of is left as it is. For one thread; reads old at random.
public final class Predictor {
  /// What was learned counts from the next multiple of this position in new on.
  public static final int STEP = 1024;

  /// Source in the marks: the copies say where the target went.
  public static final int BY_MAP = 0;

  /// Source in the marks: seen before, and the copies say otherwise.
  public static final int BY_MEMORY = 1;

  /// Source in the marks: seen before, and the copies agree.
  public static final int BY_BOTH = 2;

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

  private final Trust trust;

  /// Starts at the beginning of new, with nothing learned.
  public Predictor(ExecutableModel model, Layout layout, AddressMap map) {
    this.model = model;
    this.layout = layout;
    this.map = map;
    this.references = new References(model);
    this.trust = new Trust(model);
  }

  /// Turns to the next copy of the edit script; the position in new counts from where it
  /// begins.
  public void startCopy(long oldStart, long newStart, long length) {
    copyOld = oldStart - model.start();
    copyNew = newStart;
    copyLength = length;
    done = 0;
    pending.startCopy();
  }

  /// How many bytes a piece at this position of new may have at most.
  public int maxPiece(long newPosition) {
    return STEP - Math.floorMod(newPosition, STEP);
  }

  /// Rewrites the next `count` bytes of the copy from what they are in old to what they become.
  ///
  /// A mark is 0 for a byte that is no part of a reference. Else its lowest four bits tell the
  /// group of the reference's kind, 1 to 15; the next two the source of the prediction, [#BY_MAP],
  /// [#BY_MEMORY] or [#BY_BOTH]; the highest two the byte's place in the field, 3 standing for all
  /// further ones.
  ///
  /// @param marks gets a mark for each of the bytes, at the same index
  /// @throws IllegalArgumentException if the piece is longer than [#maxPiece] says, or leaves the
  ///     copy
  /// @throws IOException if old cannot be read
  public void predict(byte[] bytes, byte[] marks, int offset, int count) throws IOException {
    if (count > copyLength - done || count > maxPiece(copyNew + done)) {
      throw new IllegalArgumentException("a piece must end with its step and copy: " + count);
    }
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
    boolean isKnown = entry.known != TargetDictionary.UNKNOWN;
    boolean usesKnown = isKnown && trust.inMemory(entry.range, kind);
    entry.value = kind.encode(usesKnown ? entry.known : entry.mapped, origin, entry.old);
    entry.isWritten = trust.inPrediction(entry.range, kind);
    int source = isKnown && entry.known == entry.mapped ? BY_BOTH : usesKnown ? BY_MEMORY : BY_MAP;
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
    var range = model.targetAt(target);
    if (range == null) {
      return target >= TypeTable.FIRST ? map.type(target) : target;
    }
    if (range.isStored()) {
      long offset = target - range.address() + range.offset();
      long address = layout.address(offset + map.shift(offset));
      if (address != Layout.NOWHERE) {
        return address;
      }
    }
    return target - range.address() + layout.rangeAddress(range.ordinal());
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
    if (predicted != entry.old && (actual == predicted || actual == entry.old)) {
      trust.judgePrediction(entry.range, kind, actual == predicted);
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
  }
}
