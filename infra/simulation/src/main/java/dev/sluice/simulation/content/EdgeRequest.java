package dev.sluice.simulation.content;

import dev.sluice.cache.flow.ObjectRequest;
import dev.sluice.cache.flow.Opening;
import dev.sluice.cache.flow.Reading;
import dev.sluice.cache.flow.SliceStep;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.request.Selection;
import dev.sluice.cache.slice.ByteRange;
import dev.sluice.events.ByteString;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// One request under way at an [EdgeShell], from its opening to its answer.
///
/// The client is told once: what the core came to, or nothing more when the node went away.
final class EdgeRequest {
  private final EdgeShell node;
  private final ObjectRequest request;
  private final Consumer<Answer> then;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private boolean isOver;

  EdgeRequest(EdgeShell node, ObjectRequest request, Consumer<Answer> then) {
    this.node = node;
    this.request = request;
    this.then = then;
  }

  ObjectRequest request() {
    return request;
  }

  /// The node goes away.
  void cutOff() {
    answer(new Answer.Unavailable());
  }

  void advance(Opening<DiskSlice> state) {
    switch (state) {
      case Opening.Filling<DiskSlice> filling ->
          fill(
              filling.key(),
              filling.noCache(),
              (outcome, started) -> advance(node.flow().filled(filling, outcome, started)));
      case Opening.Checking<DiskSlice> checking ->
          advance(node.flow().checked(checking, dropDamaged(checking.keys())));
      case Opening.Found<DiskSlice>(var reading) -> read(reading);
      case Opening.Missing<DiskSlice>(_, var age) -> answer(new Answer.Absent(age));
      case Opening.Failed<DiskSlice> _ -> answer(new Answer.Unavailable());
    }
  }

  private Set<SliceKey> dropDamaged(List<SliceKey> keys) {
    var damaged = new HashSet<SliceKey>();
    for (var key : keys) {
      var slice = node.disk().find(key);
      if (slice.isPresent() && !node.disk().isIntact(slice.get())) {
        damaged.add(key);
        node.disk().drop(slice.get());
      }
    }
    return damaged;
  }

  private void read(Reading<DiskSlice> reading) {
    long length = reading.any().objectLengthBytes();
    switch (reading.selection()) {
      case Selection.Unsatisfiable _ -> answer(new Answer.PastEnd());
      case Selection.Part(var range) -> read(reading, range);
      case Selection.Whole _ -> {
        if (length == 0) {
          answerWith(reading);
        } else {
          read(reading, ByteRange.whole(length));
        }
      }
    }
  }

  private void read(Reading<DiskSlice> reading, ByteRange range) {
    readFrom(reading, range, node.slicing().indexOf(range.start()));
  }

  /// Ends: each round is for one slice more.
  private void readFrom(Reading<DiskSlice> reading, ByteRange range, long index) {
    long last = node.slicing().indexOf(range.end() - 1);
    if (index > last) {
      answerWith(reading);
      return;
    }
    if (index < last
        && reading.lacks(index + 1)
        && node.wantSoon(new SliceKey(request.path(), index + 1))) {
      reading.begunAhead(index + 1);
    }
    advance(reading, range, reading.slice(index));
  }

  private void advance(Reading<DiskSlice> reading, ByteRange range, SliceStep<DiskSlice> step) {
    switch (step) {
      case SliceStep.Open<DiskSlice> open -> {
        var content = node.disk().read(open.slice());
        if (content.isPresent()) {
          take(open.slice(), range, content.get());
          readFrom(reading, range, open.slice().key().index() + 1);
        } else {
          node.disk().drop(open.slice());
          advance(reading, range, reading.unreadable(open));
        }
      }
      case SliceStep.Fill<DiskSlice> fill ->
          fill(
              fill.key(),
              false,
              (outcome, started) ->
                  advance(reading, range, reading.filled(fill, outcome, started)));
      case SliceStep.Confirm<DiskSlice> confirm ->
          confirm(
              confirm.key(),
              started -> advance(reading, range, reading.confirmed(confirm, started)));
      case SliceStep.Gone<DiskSlice>(_, var age) -> answer(new Answer.Absent(age));
      case SliceStep.Failed<DiskSlice> _ -> answer(new Answer.Unavailable());
    }
  }

  private void take(DiskSlice slice, ByteRange range, byte[] content) {
    node.checkedFirst().serves(slice);
    var part = node.slicing().slice(slice.key().index(), slice.objectLengthBytes()).within(range);
    bytes.write(content, (int) part.start(), (int) part.lengthBytes());
  }

  private void fill(SliceKey key, boolean noCache, Waiter.AfterFill next) {
    node.want(key, noCache, waiter(next));
  }

  private void confirm(SliceKey key, Consumer<Boolean> next) {
    if (!node.confirm(key, waiter((_, started) -> next.accept(started)))) {
      next.accept(false);
    }
  }

  /// A request that is over goes no further, whatever comes.
  private Waiter waiter(Waiter.AfterFill next) {
    return new Waiter(
        (outcome, started) -> {
          if (!isOver) {
            next.accept(outcome, started);
          }
        });
  }

  private void answerWith(Reading<DiskSlice> reading) {
    var age = Duration.between(reading.any().bornAt(), node.now());
    answer(
        new Answer.Found(
            ByteString.of(bytes.toByteArray()), reading.any().objectLengthBytes(), age));
  }

  private void answer(Answer answer) {
    if (!isOver) {
      isOver = true;
      node.ended(this);
      then.accept(answer);
    }
  }
}
