package dev.sluice.formats.classfile.structure;

import dev.sluice.formats.classfile.bytes.Allowance;
import dev.sluice.formats.classfile.bytes.ByteBuilder;
import dev.sluice.formats.classfile.bytes.ByteCursor;
import dev.sluice.formats.classfile.bytes.IntList;
import dev.sluice.formats.classfile.bytes.Refusal;
import dev.sluice.formats.stream.MalformedPatchException;
import java.util.Arrays;

/// The orders of all lists of attributes of a class, told as what differs from an
/// [AttributeOrder].
///
/// A list counts when it ends, if it has several attributes. Coded as: 1 byte, the order; a list of
/// the others: how many lists are between, how many attributes there are, and for each the place of
/// the one in contents that stands there.
public final class AttributeOrders {
  /// Of each list its length and then its order: where each attribute stands in contents.
  private final IntList actual;

  /// Of each list and each order, whether the list is not in it.
  private final IntList wrong;

  private AttributeOrder order = AttributeOrder.JAVAC;
  private int lists;
  private int cursor;

  AttributeOrders(Allowance allowance) {
    actual = new IntList(allowance);
    wrong = new IntList(allowance);
  }

  /// Adds a list.
  ///
  /// @param ranks of the attributes in the order of contents
  /// @param places for each attribute of the class its place in contents
  public void add(IntList ranks, int[] places) throws MalformedPatchException {
    actual.add(places.length);
    for (int place : places) {
      actual.add(place);
    }
    int bits = 0;
    for (var candidate : AttributeOrder.values()) {
      if (!Arrays.equals(candidate.sorted(ranks), places)) {
        bits |= 1 << candidate.code();
      }
    }
    wrong.add(bits);
  }

  /// Writes all lists, told in the order that most of them have.
  public void write(ByteBuilder target) throws MalformedPatchException {
    var best = AttributeOrder.JAVAC;
    int least = Integer.MAX_VALUE;
    for (var candidate : AttributeOrder.values()) {
      int count = 0;
      for (int i = 0; i < wrong.size(); i++) {
        count += (wrong.get(i) >>> candidate.code()) & 1;
      }
      if (count < least) {
        least = count;
        best = candidate;
      }
    }
    target.u1(best.code());
    int between = 0;
    int at = 0;
    for (int i = 0; i < wrong.size(); i++) {
      int length = actual.get(at);
      if (((wrong.get(i) >>> best.code()) & 1) != 0) {
        target.u1(Walk.DEFINITION);
        target.number(between);
        target.number(length);
        for (int k = 1; k <= length; k++) {
          target.number(actual.get(at + k));
        }
        between = 0;
      } else {
        between++;
      }
      at += length + 1;
    }
    target.u1(Walk.END);
  }

  /// Reads what [#write] wrote.
  public void read(ByteCursor source) throws MalformedPatchException {
    order = AttributeOrder.of(source.u1());
    while (source.u1() != Walk.END) {
      actual.add(source.number());
      int length = source.number();
      actual.add(length);
      for (int left = length; left > 0; left--) {
        actual.add(source.number());
      }
    }
  }

  /// The order of the next list: for each attribute of the class its place in contents.
  public int[] next(IntList ranks) throws MalformedPatchException {
    if (cursor == actual.size() || actual.get(cursor) > lists) {
      lists++;
      return order.sorted(ranks);
    }
    lists = 0;
    int length = actual.get(cursor + 1);
    var places = new int[ranks.size()];
    var isTaken = new boolean[ranks.size()];
    for (int i = 0; i < places.length; i++) {
      int place = i < length ? actual.get(cursor + 2 + i) : -1;
      if (place < 0 || place >= places.length || isTaken[place]) {
        throw Refusal.of("each attribute once in its list");
      }
      isTaken[place] = true;
      places[i] = place;
    }
    cursor += 2 + Math.max(0, length);
    return places;
  }
}
