package dev.sluice.delta;

import dev.sluice.delta.container.BaseView;
import dev.sluice.delta.container.ByteSource;
import dev.sluice.delta.container.FrameStack;
import dev.sluice.delta.container.Layout;
import dev.sluice.delta.format.BodyReader;
import dev.sluice.delta.wire.MalformedPatchException;
import dev.sluice.delta.wire.PatchInput;
import dev.sluice.tuf.digest.Digester;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// One patch being applied, its limits and its base already checked.
final class Application {
  private static final int BUFFER_BYTES = 1 << 15;

  private final PatchHeader header;
  private final RandomReader base;
  private final WritableByteChannel result;
  private final Digester digester = new Digester();
  private final Checkpoints checkpoints;
  private long written;

  Application(
      PatchHeader header, RandomReader base, WritableByteChannel result, Checkpoints checkpoints) {
    this.header = header;
    this.checkpoints = checkpoints;
    this.base = base;
    this.result = result;
  }

  PatchOutcome run(PatchInput input, Scratch scratch) throws IOException, MalformedPatchException {
    var body = new BodyReader(input, header.workspace(), header.viewBytes());
    var layout = body.readLayout();
    var last = checkpoints.last();
    if (last.isPresent()) {
      goOnFrom(last.get(), body);
    }
    if (layout.expansions().isEmpty()) {
      return rebuild(body, layout, base::read, base.lengthBytes());
    }
    try (var channel = scratch.open(header.scratchBytes())) {
      var view = new BaseView(base::read, base.lengthBytes(), channel, header.scratchBytes());
      view.expand(layout, header.workspace().streamBytes() - layout.memoryBytes());
      return rebuild(body, layout, view, view.lengthBytes());
    }
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

  private PatchOutcome rebuild(BodyReader body, Layout layout, ByteSource old, long oldLength)
      throws IOException, MalformedPatchException {
    long streamBytes = header.workspace().streamBytes() - layout.memoryBytes();
    try (var frames = new FrameStack(layout, body.viewOffset(), this::write, streamBytes)) {
      while (body.hasSection()) {
        body.readSection(old, oldLength, frames);
        if (frames.closeEnded()) {
          checkpoints.reached(new Checkpoint(body.patchOffset(), body.viewOffset(), written));
        }
      }
      frames.finish();
    }
    body.finish();
    return outcome();
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
}
