package dev.sluice.diff;

import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.PatchRefusal;
import dev.sluice.patch.Patcher;
import dev.sluice.patch.RandomReader;
import dev.sluice.testkit.MemoryChannel;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;

/// Makes and applies patches in memory.
public final class Patches {
  private Patches() {}

  public static byte[] diff(byte[] old, byte[] neu) throws IOException {
    return diff(old, neu, DiffOptions.DEFAULT);
  }

  public static byte[] diff(byte[] old, byte[] neu, DiffOptions options) throws IOException {
    var patch = new ByteArrayOutputStream();
    var result =
        Differ.diff(MemorySegment.ofArray(old), MemorySegment.ofArray(neu), patch, options);
    if (result.patchBytes() != patch.size()) {
      throw new IllegalStateException("wrote " + patch.size() + ", said " + result);
    }
    return patch.toByteArray();
  }

  public static Applied apply(byte[] old, byte[] patch) throws IOException {
    return apply(old, patch, PatchLimits.DEFAULT);
  }

  public static Applied apply(byte[] old, byte[] patch, PatchLimits limits) throws IOException {
    var result = new ByteArrayOutputStream();
    var outcome =
        Patcher.apply(
            RandomReader.of(MemorySegment.ofArray(old)),
            Digest.sha256(old),
            new ByteArrayInputStream(patch),
            Channels.newChannel(result),
            limits,
            MemoryChannel::withRoom);
    return new Applied(outcome, result.toByteArray());
  }

  /// An outcome, and what was written until then.
  public static final class Applied {
    private final PatchOutcome outcome;
    private final byte[] written;

    private Applied(PatchOutcome outcome, byte[] written) {
      this.outcome = outcome;
      this.written = written;
    }

    PatchOutcome outcome() {
      return outcome;
    }

    public byte[] written() {
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
}
