package dev.sluice.patch;

import static java.util.Objects.requireNonNull;

import dev.sluice.formats.deflate.DeflateEngine;
import dev.sluice.formats.stream.MalformedPatchException;
import dev.sluice.patch.body.BodyReader;
import dev.sluice.patch.view.BaseView;
import dev.sluice.patch.view.BufferedSource;
import dev.sluice.patch.view.FrameStack;
import dev.sluice.patch.wire.PatchInput;
import dev.sluice.tuf.digest.Digester;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/// One patch being applied, its limits and its base already checked.
final class Application implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 15;

  private final PatchHeader header;
  private final RandomReader base;
  private final WritableByteChannel result;
  private final Digester digester = new Digester();
  private final Checkpoints checkpoints;
  private final DeflateEngine engine;

  /// What was made and not yet written: predictions come in pieces of 1 KiB, for which neither a
  /// write nor a digest is worth its call.
  private final byte[] pending = new byte[BUFFER_BYTES];

  private int pendingBytes;
  private long written;

  // From the start on.
  private @Nullable BodyReader body;
  private @Nullable BufferedSource old;
  private long oldLength;
  private @Nullable SeekableByteChannel scratchChannel;
  private @Nullable FrameStack frames;

  Application(
      PatchHeader header,
      RandomReader base,
      WritableByteChannel result,
      Checkpoints checkpoints,
      DeflateEngine engine) {
    this.header = header;
    this.engine = engine;
    this.checkpoints = checkpoints;
    this.base = base;
    this.result = result;
  }

  /// Applies a patch that is there from its first byte to its last.
  PatchOutcome run(PatchInput input, Scratch scratch) throws IOException, MalformedPatchException {
    try (this) {
      start(input, scratch);
      while (hasSection()) {
        readSection();
      }
      return finish();
    }
  }

  /// Reads the layout, goes on from the last checkpoint, and takes the base apart.
  void start(PatchInput input, Scratch scratch) throws IOException, MalformedPatchException {
    body = new BodyReader(input, header.workspace(), header.viewBytes());
    var layout = body.readLayout();
    var last = checkpoints.last();
    if (last.isPresent()) {
      goOnFrom(last.get(), body);
    }
    old = new BufferedSource(base::read);
    oldLength = base.lengthBytes();
    long streamBytes = header.workspace().streamBytes() - layout.memoryBytes();
    if (!layout.expansions().isEmpty()) {
      scratchChannel = scratch.open(header.scratchBytes());
      var view =
          new BaseView(base::read, base.lengthBytes(), scratchChannel, header.scratchBytes());
      if (scratch.isFilled()) {
        view.takeUp();
      } else {
        view.expand(layout, streamBytes);
        scratch.filled();
      }
      old = new BufferedSource(view);
      oldLength = view.lengthBytes();
    }
    frames = new FrameStack(layout, body.viewOffset(), this::write, streamBytes, engine);
  }

  private void goOnFrom(Checkpoint checkpoint, BodyReader body)
      throws IOException, MalformedPatchException {
    if (checkpoint.resultBytes() > header.resultBytes()) {
      throw MalformedPatchException.corrupt(
          checkpoint.patchBytes(), "a checkpoint within a result of " + header.resultBytes());
    }
    body.goOnFrom(checkpoint.patchBytes(), checkpoint.viewBytes());
    var made = checkpoints.made();
    var buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (written < checkpoint.resultBytes()) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, checkpoint.resultBytes() - written));
      if (made.read(written, buffer) <= 0) {
        throw new EOFException(
            "the result must have the %d bytes of its checkpoint, has %d"
                .formatted(checkpoint.resultBytes(), written));
      }
      written += buffer.position();
      digester.update(buffer.flip());
    }
  }

  boolean hasSection() {
    return requireNonNull(body).hasSection();
  }

  /// Whether a section says which window of the base's view it has.
  boolean hasWindows() {
    return header.workspace().maxWindowBytes() > 0;
  }

  /// Bytes of the patch that were used: behind [#start], where the next section begins.
  long patchOffset() {
    return requireNonNull(body).patchOffset();
  }

  /// Bytes of the result that were written so far.
  long written() {
    return written;
  }

  void readSection() throws IOException, MalformedPatchException {
    var reader = requireNonNull(body);
    var stack = requireNonNull(frames);
    reader.readSection(requireNonNull(old), oldLength, stack);
    if (stack.closeEnded()) {
      flush();
      // Who goes on from here reads what those read who came here.
      requireNonNull(old).forget();
      checkpoints.reached(new Checkpoint(reader.patchOffset(), reader.viewOffset(), written));
    }
  }

  /// Checks what was made, once there are no more sections.
  PatchOutcome finish() throws IOException, MalformedPatchException {
    requireNonNull(frames).finish();
    flush();
    requireNonNull(body).finish();
    return outcome();
  }

  @Override
  public void close() throws IOException {
    try (var _ = scratchChannel) {
      if (frames != null) {
        frames.close();
      }
    }
  }

  private void write(byte[] bytes, int offset, int count)
      throws IOException, MalformedPatchException {
    if (count > header.resultBytes() - written - pendingBytes) {
      throw MalformedPatchException.corrupt(
          written, "a result of at most " + header.resultBytes() + " bytes");
    }
    if (count > BUFFER_BYTES - pendingBytes) {
      flush();
    }
    if (count > BUFFER_BYTES) {
      writeNow(bytes, offset, count);
    } else {
      System.arraycopy(bytes, offset, pending, pendingBytes, count);
      pendingBytes += count;
    }
  }

  private void flush() throws IOException {
    int count = pendingBytes;
    pendingBytes = 0;
    writeNow(pending, 0, count);
  }

  private void writeNow(byte[] bytes, int offset, int count) throws IOException {
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
}
