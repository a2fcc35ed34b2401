package dev.sluice.delta;

import dev.sluice.delta.container.ByteSource;
import dev.sluice.delta.container.StreamLevels;
import dev.sluice.delta.container.ViewConsumer;
import dev.sluice.delta.container.ViewExpander;
import dev.sluice.delta.container.ViewRebuilder;
import dev.sluice.delta.format.BlockReader;
import dev.sluice.delta.format.MalformedPatchException;
import dev.sluice.delta.format.PatchInput;
import dev.sluice.tuf.digest.Digester;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;

/// One patch being applied, its limits and its base already checked.
final class Application {
  private static final int BUFFER_BYTES = 1 << 15;

  /// Buffers of this class, the digest's state, and headroom for what is small.
  private static final long PLAIN_MEMORY_BYTES = 4 * BUFFER_BYTES;

  /// zlib takes 48 KiB to inflate and 268 KiB to deflate; the rest is buffers.
  private static final long ZIP_MEMORY_BYTES = (48 + 268 + 6 * 32) * 1024L;

  private final PatchHeader header;
  private final RandomReader base;
  private final WritableByteChannel result;
  private final Digester digester = new Digester();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long written;

  Application(PatchHeader header, RandomReader base, WritableByteChannel result) {
    this.header = header;
    this.base = base;
    this.result = result;
  }

  /// What applying takes beside the streams' decoders.
  static long memoryBytes(PatchHeader.Container container) {
    return switch (container) {
      case PLAIN -> PLAIN_MEMORY_BYTES;
      case ZIP -> PLAIN_MEMORY_BYTES + ZIP_MEMORY_BYTES;
    };
  }

  PatchOutcome run(PatchInput input, Scratch scratch) throws IOException, MalformedPatchException {
    if (header.container() == PatchHeader.Container.PLAIN) {
      try (var consumer = ViewConsumer.plain(this::write)) {
        return rebuild(input, base::read, base.lengthBytes(), consumer);
      }
    }
    try (var consumer = new ViewRebuilder(this::write)) {
      if (header.hasEmptyBase()) {
        return rebuild(input, base::read, 0, consumer);
      }
      try (var view = scratch.open(header.scratchBytes())) {
        expandTo(view);
        ByteSource old = (position, target) -> view.position(position).read(target);
        return rebuild(input, old, header.scratchBytes(), consumer);
      }
    }
  }

  private void expandTo(SeekableByteChannel view) throws IOException, MalformedPatchException {
    var runs = header.streamRuns().stream().mapToLong(Long::longValue).toArray();
    var levels = StreamLevels.ofRuns(header.level(), runs);
    var target = new BoundedView(view, header.scratchBytes());
    long length = ViewExpander.expand(base::read, base.lengthBytes(), levels, target);
    if (length != header.scratchBytes()) {
      throw MalformedPatchException.corrupt(
          0, "a base of " + header.scratchBytes() + " bytes when inflated, not " + length);
    }
  }

  private PatchOutcome rebuild(
      PatchInput input, ByteSource old, long oldLength, ViewConsumer consumer)
      throws IOException, MalformedPatchException {
    long left = header.viewBytes();
    var blocks = new BlockReader(input, header.windowBytes(), (int) header.maxBlockBytes());
    while (left > 0) {
      blocks.nextBlock(left);
      while (blocks.hasEdit()) {
        blocks.nextEdit(oldLength);
        copy(blocks, old, consumer);
        insert(blocks, consumer);
        left -= blocks.copyLength() + blocks.insertLength();
      }
    }
    consumer.finish();
    if (input.readByteOrEnd() >= 0) {
      throw MalformedPatchException.corrupt(input.offset(), "nothing behind the last block");
    }
    return outcome();
  }

  private void copy(BlockReader blocks, ByteSource old, ViewConsumer consumer)
      throws IOException, MalformedPatchException {
    long start = blocks.copyStart();
    for (long done = 0; done < blocks.copyLength(); ) {
      int count = (int) Math.min(buffer.length, blocks.copyLength() - done);
      old.readFully(start + done, buffer, count);
      blocks.correct(buffer, count);
      consumer.accept(buffer, count);
      done += count;
    }
  }

  private void insert(BlockReader blocks, ViewConsumer consumer)
      throws IOException, MalformedPatchException {
    for (long done = 0; done < blocks.insertLength(); ) {
      int count = (int) Math.min(buffer.length, blocks.insertLength() - done);
      blocks.insert(buffer, count);
      consumer.accept(buffer, count);
      done += count;
    }
  }

  private void write(byte[] bytes, int offset, int count)
      throws IOException, MalformedPatchException {
    if (count > header.resultBytes() - written) {
      throw MalformedPatchException.corrupt(
          written, "a result of at most " + header.resultBytes() + " bytes");
    }
    digester.update(bytes, offset, count);
    for (var source = ByteBuffer.wrap(bytes, offset, count); source.hasRemaining(); ) {
      int step = result.write(source);
      written += step;
    }
  }

  private PatchOutcome outcome() {
    if (written != header.resultBytes()) {
      return new PatchOutcome.Refused(
          new PatchRefusal.ResultLengthMismatch(header.resultBytes(), written));
    }
    var digest = digester.digest();
    return digest.equals(header.result())
        ? new PatchOutcome.Applied(digest, written)
        : new PatchOutcome.Refused(new PatchRefusal.ResultMismatch(header.result(), digest));
  }

  /// Keeps a view within the scratch that was declared and checked.
  private record BoundedView(SeekableByteChannel view, long maxBytes)
      implements ViewExpander.Target {
    @Override
    public void write(long position, byte[] bytes, int count) throws IOException {
      // What does not fit is left out: the length of the view, known at the end, then gives it
      // away.
      int kept = (int) Math.clamp(maxBytes - position, 0L, count);
      view.position(position);
      for (var source = ByteBuffer.wrap(bytes, 0, kept); source.hasRemaining(); ) {
        int step = view.write(source);
        if (step < 0) {
          throw new IOException("the scratch took no more at " + position + " bytes");
        }
      }
    }
  }
}
