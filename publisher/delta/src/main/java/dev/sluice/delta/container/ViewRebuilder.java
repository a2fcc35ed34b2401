package dev.sluice.delta.container;

import dev.sluice.delta.format.MalformedPatchException;
import java.io.IOException;
import java.util.zip.Deflater;

/// Makes a file from its view, which arrives piece by piece.
///
/// Holds a deflater for the level in use and buffers; what it makes does not depend on how the view
/// is cut. A deflater of another zlib than the differ's may make other bytes: only the digest of
/// the result tells.
public final class ViewRebuilder implements ViewConsumer {
  private static final int BUFFER_BYTES = 1 << 15;

  private final Output output;
  private final byte[] made = new byte[BUFFER_BYTES];
  private final byte[] head = new byte[ViewFormat.STREAM_HEAD_BYTES];
  private Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private int deflaterLevel = Deflater.DEFAULT_COMPRESSION;
  private Part part = Part.STRETCH_HEAD;
  private int headBytes;
  private long remaining;
  private long consumed;

  private enum Part {
    STRETCH_HEAD,
    STRETCH,
    STREAM_HEAD,
    STREAM
  }

  /// Starts at the first byte of a view.
  public ViewRebuilder(Output output) {
    this.output = output;
  }

  @Override
  public void accept(byte[] bytes, int count) throws IOException, MalformedPatchException {
    int at = 0;
    while (at < count) {
      int step =
          switch (part) {
            case STRETCH_HEAD, STREAM_HEAD -> readHead(bytes, at, count - at);
            case STRETCH -> copy(bytes, at, count - at);
            case STREAM -> deflate(bytes, at, count - at);
          };
      at += step;
      consumed += step;
    }
  }

  private int readHead(byte[] bytes, int at, int count)
      throws IOException, MalformedPatchException {
    int wanted = part == Part.STRETCH_HEAD ? ViewFormat.LENGTH_BYTES : ViewFormat.STREAM_HEAD_BYTES;
    int step = Math.min(count, wanted - headBytes);
    System.arraycopy(bytes, at, head, headBytes, step);
    headBytes += step;
    if (headBytes == wanted) {
      headBytes = 0;
      beginPart();
    }
    return step;
  }

  private void beginPart() throws IOException, MalformedPatchException {
    remaining = ViewFormat.length(head);
    if (remaining < 0) {
      throw corrupt("a length of at most 63 bits");
    }
    if (part == Part.STRETCH_HEAD) {
      part = remaining == 0 ? Part.STREAM_HEAD : Part.STRETCH;
    } else {
      beginStream(head[ViewFormat.LENGTH_BYTES]);
    }
  }

  private void beginStream(int level) throws IOException, MalformedPatchException {
    if (level < ViewFormat.MIN_LEVEL || level > ViewFormat.MAX_LEVEL) {
      throw corrupt("a deflate level from 1 to 9, not " + level);
    }
    if (level == deflaterLevel) {
      deflater.reset();
    } else {
      deflater.end();
      deflater = new Deflater(level, true);
      deflaterLevel = level;
    }
    part = Part.STREAM;
    if (remaining == 0) {
      finishStream();
    }
  }

  private int copy(byte[] bytes, int at, int count) throws IOException, MalformedPatchException {
    int step = (int) Math.min(count, remaining);
    output.write(bytes, at, step);
    remaining -= step;
    if (remaining == 0) {
      part = Part.STREAM_HEAD;
    }
    return step;
  }

  private int deflate(byte[] bytes, int at, int count) throws IOException, MalformedPatchException {
    int step = (int) Math.min(count, remaining);
    remaining -= step;
    deflater.setInput(bytes, at, step);
    if (remaining == 0) {
      finishStream();
    } else {
      drain();
    }
    return step;
  }

  private void finishStream() throws IOException, MalformedPatchException {
    deflater.finish();
    drain();
    part = Part.STRETCH_HEAD;
  }

  private void drain() throws IOException, MalformedPatchException {
    for (int count = deflater.deflate(made); count > 0; count = deflater.deflate(made)) {
      output.write(made, 0, count);
    }
  }

  @Override
  public void finish() throws MalformedPatchException {
    if (part != Part.STREAM_HEAD || headBytes != 0) {
      throw corrupt("a view that ends with a stretch");
    }
  }

  private MalformedPatchException corrupt(String rule) {
    return MalformedPatchException.corrupt(consumed, "the view must hold " + rule);
  }

  @Override
  public void close() {
    deflater.end();
  }
}
