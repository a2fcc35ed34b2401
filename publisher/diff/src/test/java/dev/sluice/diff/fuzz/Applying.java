package dev.sluice.diff.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.samples.Fixtures;
import dev.sluice.patch.Checkpoints;
import dev.sluice.patch.PatchHeader;
import dev.sluice.patch.PatchLimits;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.patch.Patcher;
import dev.sluice.patch.RandomReader;
import dev.sluice.testkit.MemoryChannel;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.Optional;

/// Applies patches of any bytes.
final class Applying {
  /// Little enough for an execution to take milliseconds.
  private static final PatchLimits LIMITS = new PatchLimits(32 << 20, 1 << 20, 1 << 16);

  /// The time that a patch may take is in proportion to it.
  private static final long MAX_VIEW_BYTES = 1 << 18;

  static final byte[] BASE = Inputs.base();

  private Applying() {}

  static void requireOutcome(byte[] patch) throws IOException {
    requireOutcome(patch, new byte[0], Checkpoints.NONE);
  }

  /// Applies to [#BASE], whose digest is taken to be whatever the patch says, so that mutations get
  /// past the header.
  ///
  /// @param made what stands before the last checkpoint
  static void requireOutcome(byte[] patch, byte[] made, Checkpoints checkpoints)
      throws IOException {
    var header = header(patch);
    if (header.map(PatchHeader::viewBytes).orElse(0L) > MAX_VIEW_BYTES) {
      return;
    }
    var written = new Fixtures.Kept();
    written.writeBytes(made);
    var outcome =
        Patcher.apply(
            RandomReader.of(MemorySegment.ofArray(BASE)),
            header.map(PatchHeader::base).orElse(Digest.sha256(BASE)),
            new ByteArrayInputStream(patch),
            Channels.newChannel(written),
            LIMITS,
            MemoryChannel::withRoom,
            checkpoints);
    switch (outcome) {
      case PatchOutcome.Applied(var result, var lengthBytes) -> {
        assertThat(header.map(PatchHeader::result)).contains(result);
        assertThat(Digest.sha256(written.toByteArray())).isEqualTo(result);
        assertThat(lengthBytes).isEqualTo(written.size());
      }
      case PatchOutcome.Refused(var refusal) ->
          assertThat(refusal.message()).isNotBlank().doesNotContain("\n");
    }
    assertThat((long) written.size()).isLessThanOrEqualTo(LIMITS.maxResultBytes() + made.length);
  }

  private static Optional<PatchHeader> header(byte[] patch) throws IOException {
    return switch (PatchHeader.read(new ByteArrayInputStream(patch))) {
      case PatchHeader.Outcome.Read(var header) -> Optional.of(header);
      case PatchHeader.Outcome.Refused _ -> Optional.empty();
    };
  }
}
