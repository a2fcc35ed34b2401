package dev.sluice.patch.view;

import dev.sluice.formats.RebuildOrder;
import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.formats.stream.StreamRebuilder;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/// Makes a result from its view, which arrives piece by piece: outside of frames bytes pass, within
/// a frame they go through its rebuilder, from the innermost to the outermost.
public final class FrameStack implements ByteSink, AutoCloseable {
  private final Iterator<Frame> frames;
  private final ByteSink output;
  private final long maxMemoryBytes;
  private final DeflateEngine engine;
  private final Deque<Open> stack = new ArrayDeque<>();
  private Optional<Frame> next;
  private long at;

  private record Open(StreamRebuilder rebuilder, long end) {}

  /// @param from where in the view the bytes begin; no frame may be cut there
  /// @param output takes the result
  /// @param maxMemoryBytes what the rebuilders that are open at a time may take together
  /// @param engine may make deflate streams in place of ours
  /// @throws MalformedPatchException if a frame is cut
  public FrameStack(
      Layout layout, long from, ByteSink output, long maxMemoryBytes, DeflateEngine engine)
      throws MalformedPatchException {
    this.frames = layout.frames().stream().filter(frame -> frame.end() > from).iterator();
    this.at = from;
    this.output = output;
    this.maxMemoryBytes = maxMemoryBytes;
    this.engine = engine;
    this.next = takeNext();
    if (next.isPresent() && next.get().start() < from) {
      throw MalformedPatchException.corrupt(from, "a checkpoint where no stream is half made");
    }
  }

  private Optional<Frame> takeNext() {
    return frames.hasNext() ? Optional.of(frames.next()) : Optional.empty();
  }

  /// Closes what ends here.
  ///
  /// @return whether no frame is open
  public boolean closeEnded() throws IOException, MalformedPatchException {
    while (!stack.isEmpty() && stack.peek().end() == at) {
      close(stack.pop());
    }
    return stack.isEmpty();
  }

  @Override
  public void write(byte[] bytes, int offset, int count)
      throws IOException, MalformedPatchException {
    int done = 0;
    while (done < count) {
      turn();
      int step = (int) Math.min(count - done, boundary() - at);
      top().write(bytes, offset + done, step);
      at += step;
      done += step;
    }
  }

  /// Ends the view: all frames must end here at the latest.
  public void finish() throws IOException, MalformedPatchException {
    turn();
    if (!stack.isEmpty() || next.isPresent()) {
      throw MalformedPatchException.corrupt(at, "frames that end with the view");
    }
  }

  /// Closes and opens what ends and begins here.
  private void turn() throws IOException, MalformedPatchException {
    while (true) {
      if (!stack.isEmpty() && stack.peek().end() == at) {
        close(stack.pop());
      } else if (next.isPresent() && next.get().start() == at) {
        open(next.get());
        next = takeNext();
      } else {
        return;
      }
    }
  }

  private void open(Frame frame) throws IOException, MalformedPatchException {
    boolean isNested = stack.isEmpty() || frame.end() <= stack.peek().end();
    if (!isNested || stack.size() == Layout.MAX_DEPTH) {
      throw MalformedPatchException.corrupt(at, "frames that are nested or apart");
    }
    long taken = stack.stream().mapToLong(open -> open.rebuilder().memoryBytes()).sum();
    var rebuilder =
        frame
            .format()
            .rebuild(
                new RebuildOrder(
                    frame.contentsBytes(),
                    frame.recipe().reader(),
                    top(),
                    maxMemoryBytes - taken,
                    engine));
    stack.push(new Open(rebuilder, frame.end()));
  }

  private static void close(Open open) throws IOException, MalformedPatchException {
    try (var rebuilder = open.rebuilder()) {
      rebuilder.finish();
    }
  }

  private ByteSink top() {
    return stack.isEmpty() ? output : stack.peek().rebuilder()::accept;
  }

  private long boundary() {
    long opening = next.isPresent() ? next.get().start() : Long.MAX_VALUE;
    long closing = stack.isEmpty() ? Long.MAX_VALUE : stack.peek().end();
    return Math.min(opening, closing);
  }

  @Override
  public void close() {
    stack.forEach(open -> open.rebuilder().close());
    stack.clear();
  }
}
