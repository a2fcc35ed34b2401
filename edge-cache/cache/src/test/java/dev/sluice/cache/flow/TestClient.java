package dev.sluice.cache.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cache.fill.FillOutcome;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.KeptSlice;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.request.RangeHeader;
import dev.sluice.cache.request.RequestDirectives;
import dev.sluice.cache.request.Selection;
import dev.sluice.cache.slice.ByteRange;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/// One reader of a [TestNode], from its request to its end: it has the bytes, is told why not, or
/// leaves.
final class TestClient {
  private final TestNode node;
  private final ObjectRequest request;
  private final boolean leaves;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Consumer<FillOutcome<KeptSlice>> waitsFor = _ -> {};
  private boolean isComplete;
  private boolean isOver;

  /// @param leaves whether it goes while it waits for the first time
  TestClient(
      TestNode node,
      ObjectPath path,
      RangeHeader range,
      RequestDirectives directives,
      boolean leaves) {
    this.node = node;
    this.request = new ObjectRequest(path, range, directives);
    this.leaves = leaves;
  }

  void start() {
    node.came();
    advance(node.flow().open(request, node.now()));
  }

  /// What it read, if it got everything that it wanted.
  Optional<byte[]> received() {
    return isComplete ? Optional.of(bytes.toByteArray()) : Optional.empty();
  }

  void woken(FillOutcome<KeptSlice> outcome) {
    if (!isOver) {
      waitsFor.accept(outcome);
    }
  }

  private void advance(Opening<KeptSlice> state) {
    switch (state) {
      case Opening.Filling<KeptSlice> filling -> {
        var started = new boolean[1];
        waitsFor = outcome -> advance(node.flow().filled(filling, outcome, started[0]));
        started[0] = node.want(filling.key(), filling.noCache(), this);
        perhapsLeave(filling.key());
      }
      case Opening.Checking<KeptSlice> checking ->
          advance(node.flow().checked(checking, node.dropDamaged(checking.keys())));
      case Opening.Found<KeptSlice>(var reading) -> read(reading);
      case Opening.Missing<KeptSlice> _, Opening.Failed<KeptSlice> _ -> end();
    }
  }

  private void perhapsLeave(SliceKey key) {
    if (leaves) {
      node.leave(key, this);
      end();
    }
  }

  private void read(Reading<KeptSlice> reading) {
    long length = reading.any().objectLengthBytes();
    switch (reading.selection()) {
      case Selection.Unsatisfiable _ -> complete();
      case Selection.Whole _ -> {
        if (length == 0) {
          complete();
        } else {
          read(reading, ByteRange.whole(length), 0);
        }
      }
      case Selection.Part(var range) -> read(reading, range, node.slicing().indexOf(range.start()));
    }
  }

  private void read(Reading<KeptSlice> reading, ByteRange range, long index) {
    long last = node.slicing().indexOf(range.end() - 1);
    if (index > last) {
      complete();
      return;
    }
    if (index < last
        && reading.lacks(index + 1)
        && node.wantSoon(new SliceKey(request.path(), index + 1))) {
      reading.begunAhead(index + 1);
    }
    advance(reading, range, reading.slice(index));
  }

  private void advance(Reading<KeptSlice> reading, ByteRange range, SliceStep<KeptSlice> step) {
    switch (step) {
      case SliceStep.Confirm<KeptSlice> confirm -> {
        waitsFor = _ -> advance(reading, range, reading.confirmed(confirm, true));
        if (node.confirm(confirm.key(), this).isEmpty()) {
          advance(reading, range, reading.confirmed(confirm, false));
        }
      }
      case SliceStep.Fill<KeptSlice> fill -> {
        waitsFor = outcome -> advance(reading, range, reading.filled(fill, outcome, true));
        node.want(fill.key(), false, this);
      }
      case SliceStep.Open<KeptSlice> open -> {
        var content = node.open(open.slice());
        if (content.isEmpty()) {
          node.drop(open.slice());
          advance(reading, range, reading.unreadable(open));
        } else {
          take(range, open.slice(), content.get());
          node.later(() -> read(reading, range, open.slice().key().index() + 1));
        }
      }
      case SliceStep.Gone<KeptSlice> _, SliceStep.Failed<KeptSlice> _ -> end();
    }
  }

  private void take(ByteRange range, KeptSlice slice, byte[] content) {
    var part = node.slicing().slice(slice.key().index(), slice.objectLengthBytes()).within(range);
    var taken = Arrays.copyOfRange(content, (int) part.start(), (int) part.end());
    boolean isWhole = slice.lengthBytes() == slice.objectLengthBytes();
    boolean isChecked = isWhole && request.path().digest().isPresent();
    if (isChecked && !node.isRotten(slice.key())) {
      var right =
          Arrays.copyOfRange(node.content(request.path()), (int) part.start(), (int) part.end());
      assertThat(taken).as("slice %s", slice.key()).isEqualTo(right);
    }
    bytes.writeBytes(taken);
  }

  private void complete() {
    isComplete = true;
    end();
  }

  private void end() {
    isOver = true;
    node.answered();
  }
}
