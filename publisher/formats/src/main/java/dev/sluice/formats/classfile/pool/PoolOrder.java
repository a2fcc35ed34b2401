package dev.sluice.formats.classfile.pool;

import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.stream.MalformedPatchException;
import java.util.ArrayList;
import java.util.List;

/// The order of a constant pool, told as what differs from the order that a compiler would have
/// chosen.
///
/// Coded as: 1 byte, the [PoolOrderKind]; for one that foretells nothing, the labels of all
/// entries. Otherwise what is wrong: how many entries are as foretold, then the label of the one
/// that stands there instead, or [#DEFER] if the one foretold comes later, and so on; [#REST] at
/// the end. What is foretold follows from all entries before.
public final class PoolOrder {
  private static final int REST = 0;
  private static final int DEFER = 1;

  /// The length where all is as foretold: the kind, how many entries are before nothing, the end.
  private static final int LEAST_BYTES = 3;

  /// More than a step or the end adds: a number and a label.
  private static final int STEP_BYTES = 8;

  /// The least that a step and the end add behind the number of entries that are as foretold.
  private static final int LEAST_STEP_BYTES = 3;

  /// What writing takes for an entry at most: two numberings, rising sequences, the code so far.
  private static final int WRITTEN_ENTRY_BYTES = 42;

  private static final int READ_ENTRY_BYTES = 12;

  private final Constants constants;
  private final Uses uses;
  private final Allowance allowance;

  /// @param allowance pays for the numbering, which ends with each call
  public PoolOrder(Constants constants, Uses uses, Allowance allowance) {
    this.constants = constants;
    this.uses = uses;
    this.allowance = allowance;
  }

  /// Writes an order in the shortest way.
  ///
  /// @param order entries by their places
  public void write(int[] order, ByteBuilder target) throws MalformedPatchException {
    allowance.take((long) WRITTEN_ENTRY_BYTES * order.length);
    var best = listed(order);
    var bestKind = PoolOrderKind.LISTED;
    for (var kind : foretelling(order)) {
      // Of equally short ones the first kind is written, in whichever order they are tried.
      int maxBytes = best.length() - (kind.compareTo(bestKind) < 0 ? 0 : 1);
      if (maxBytes >= LEAST_BYTES) {
        int room = maxBytes + STEP_BYTES;
        var candidate = new ByteBuilder(room, new Allowance(room));
        candidate.u1(kind.code());
        if (isWritten(order, new Numbering(constants, uses, kind), candidate, maxBytes)) {
          best = candidate;
          bestKind = kind;
        }
      }
    }
    target.add(best.array(), 0, best.length());
    allowance.give((long) WRITTEN_ENTRY_BYTES * order.length);
  }

  private ByteBuilder listed(int[] order) throws MalformedPatchException {
    int length = 1 + Short.BYTES * order.length;
    var bytes = new ByteBuilder(length, new Allowance(length));
    bytes.u1(PoolOrderKind.LISTED.code());
    for (int entry : order) {
      bytes.u2(constants.label(entry));
    }
    return bytes;
  }

  /// The kinds that foretell something, that which is right for longest first: the others then end
  /// at their first mistakes, which are dear to correct.
  private List<PoolOrderKind> foretelling(int[] order) {
    var kinds = new ArrayList<PoolOrderKind>();
    int longest = -1;
    for (var kind : PoolOrderKind.values()) {
      if (kind != PoolOrderKind.LISTED) {
        int run = rightUpTo(order, new Numbering(constants, uses, kind));
        kinds.add(run > longest ? 0 : kinds.size(), kind);
        longest = Math.max(longest, run);
      }
    }
    return kinds;
  }

  /// The first place at which another entry is foretold.
  private static int rightUpTo(int[] order, Numbering numbering) {
    while (numbering.placed() < order.length) {
      int at = numbering.placed();
      if (numbering.next() != order[at]) {
        return at;
      }
      numbering.place(order[at]);
    }
    return order.length;
  }

  /// @param maxBytes most bytes of use
  /// @return whether they suffice
  private boolean isWritten(int[] order, Numbering numbering, ByteBuilder target, int maxBytes)
      throws MalformedPatchException {
    boolean[] isInPlace = {}; // most pools never ask
    int run = 0;
    while (numbering.placed() < order.length) {
      int at = numbering.placed();
      int wanted = order[at];
      int foretold = numbering.next();
      if (foretold == wanted) {
        run++;
      } else {
        target.number(run);
        run = 0;
        if (target.length() + LEAST_STEP_BYTES > maxBytes) {
          return false;
        }
        if (isInPlace.length == 0) {
          isInPlace = inPlace(order, new Numbering(constants, uses, numbering.kind()));
        }
        boolean isDeferred = foretold >= 0 && isInPlace[wanted] && !isInPlace[foretold];
        if (isDeferred) {
          target.u1(DEFER);
          numbering.defer(foretold);
        } else {
          target.u2(constants.label(wanted));
        }
        if (target.length() > maxBytes) {
          return false;
        }
        if (isDeferred) {
          continue;
        }
      }
      numbering.place(wanted);
      if (!numbering.isSame(order, at)) {
        return false;
      }
    }
    target.number(0);
    target.u1(REST);
    return target.length() <= maxBytes;
  }

  /// Which entries stand in the same order as foretold, if nothing is corrected.
  private static boolean[] inPlace(int[] order, Numbering numbering) {
    var ranks = new int[order.length];
    while (numbering.placed() < order.length) {
      int from = numbering.placed();
      numbering.place(numbering.next());
      for (int place = from; place < numbering.placed(); place++) {
        ranks[numbering.order()[place]] = place;
      }
    }
    var numbers = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      numbers[i] = ranks[order[i]];
    }
    boolean[] isRising = RisingSequence.of(numbers);
    var isInPlace = new boolean[order.length];
    for (int i = 0; i < order.length; i++) {
      isInPlace[order[i]] = isRising[i];
    }
    return isInPlace;
  }

  /// Reads an order.
  public int[] read(ByteCursor source) throws MalformedPatchException {
    allowance.take((long) READ_ENTRY_BYTES * constants.size());
    var kind = PoolOrderKind.of(source.u1());
    var numbering = new Numbering(constants, uses, kind);
    if (kind == PoolOrderKind.LISTED) {
      while (numbering.placed() < constants.size()) {
        place(numbering, source.u2());
      }
      return numbering.order();
    }
    while (true) {
      for (int left = source.number(); left > 0; left--) {
        numbering.place(foretold(numbering));
      }
      int next = source.u1();
      if (next == REST) {
        break;
      }
      if (next == DEFER) {
        numbering.defer(foretold(numbering));
      } else {
        place(numbering, next << Byte.SIZE | source.u1());
      }
    }
    while (numbering.placed() < constants.size()) {
      numbering.place(foretold(numbering));
    }
    return numbering.order();
  }

  private static int foretold(Numbering numbering) throws MalformedPatchException {
    int entry = numbering.next();
    if (entry < 0) {
      throw Refusal.of("a pool of its size");
    }
    return entry;
  }

  private void place(Numbering numbering, int label) throws MalformedPatchException {
    int entry = constants.find(label);
    if (entry < 0 || numbering.isPlaced(entry)) {
      throw Refusal.of("each entry once in the pool");
    }
    numbering.place(entry);
  }

  /// The index of each entry in a pool of this order.
  public static int[] indices(Constants constants, int[] order) {
    var indices = new int[order.length];
    int next = 1;
    for (int entry : order) {
      indices[entry] = next;
      next += Tag.isWide(constants.tag(entry)) ? 2 : 1;
    }
    return indices;
  }
}
