package dev.sluice.delta;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/// Makes and applies patches in memory.
final class Patches {
  private Patches() {}

  static byte[] diff(byte[] old, byte[] neu) throws IOException {
    return diff(old, neu, DiffOptions.DEFAULT);
  }

  static byte[] diff(byte[] old, byte[] neu, DiffOptions options) throws IOException {
    var patch = new ByteArrayOutputStream();
    var result =
        Differ.diff(MemorySegment.ofArray(old), MemorySegment.ofArray(neu), patch, options);
    if (result.patchBytes() != patch.size()) {
      throw new IllegalStateException("wrote " + patch.size() + ", said " + result);
    }
    return patch.toByteArray();
  }

  static Applied apply(byte[] old, byte[] patch) throws IOException {
    return apply(old, patch, PatchLimits.DEFAULT);
  }

  static Applied apply(byte[] old, byte[] patch, PatchLimits limits) throws IOException {
    var result = new ByteArrayOutputStream();
    var outcome =
        Patcher.apply(
            RandomReader.of(MemorySegment.ofArray(old)),
            new ByteArrayInputStream(patch),
            Channels.newChannel(result),
            limits,
            lengthBytes -> new MemoryChannel());
    return new Applied(outcome, result.toByteArray());
  }

  /// An outcome, and what was written until then.
  static final class Applied {
    private final PatchOutcome outcome;
    private final byte[] written;

    private Applied(PatchOutcome outcome, byte[] written) {
      this.outcome = outcome;
      this.written = written;
    }

    PatchOutcome outcome() {
      return outcome;
    }

    byte[] written() {
      return written;
    }

    PatchRefusal refusal() {
      return switch (outcome) {
        case PatchOutcome.Refused(var refusal) -> refusal;
        case PatchOutcome.Applied applied ->
            throw new AssertionError("the patch must be refused, made " + applied);
      };
    }
  }

  /// A scratch in memory.
  static final class MemoryChannel implements SeekableByteChannel {
    private byte[] bytes = new byte[0];
    private int size;
    private int position;

    @Override
    public int read(ByteBuffer target) {
      int count = Math.min(size - position, target.remaining());
      if (count <= 0) {
        return -1;
      }
      target.put(bytes, position, count);
      position += count;
      return count;
    }

    @Override
    public int write(ByteBuffer source) {
      int count = source.remaining();
      if (position + count > bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * (position + count));
      }
      source.get(bytes, position, count);
      position += count;
      size = Math.max(size, position);
      return count;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
      position = Math.toIntExact(newPosition);
      return this;
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
      throw new UnsupportedOperationException("a scratch is not cut");
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
