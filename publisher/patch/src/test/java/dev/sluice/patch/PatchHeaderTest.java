package dev.sluice.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.patch.body.Workspace;
import dev.sluice.patch.wire.PatchLengths;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What a patch says of itself before anything of it is applied: a device decides by it whether it
/// has the base, the memory and the room.
class PatchHeaderTest {
  private static final int VERSION_AT = 4;

  private static final PatchHeader HEADER =
      new PatchHeader(
          Digest.sha256(new byte[] {1}),
          300,
          Digest.sha256(new byte[] {2}),
          70_000,
          1 << 20,
          0,
          new Workspace(6, 6, 6, 10, false, 0, 0, 0));

  @Test
  void givenAnyHeader_whenWrittenAndRead_thenIsTheSame() {
    Property.check(
        "headers are read as they were written",
        500,
        seed -> {
          var header = header(seed);

          assertThat(read(written(header))).isEqualTo(new PatchHeader.Outcome.Read(header));
        });
  }

  @Test
  void givenHeaderThatEndsAnywhere_whenRead_thenIsTruncatedThere() {
    byte[] written = written(HEADER);
    for (int length = 0; length < written.length; length++) {
      var outcome = read(Arrays.copyOf(written, length));

      assertThat(outcome).as("%d bytes", length).isInstanceOf(PatchHeader.Outcome.Refused.class);
      if (outcome instanceof PatchHeader.Outcome.Refused(var refusal)) {
        assertThat(refusal).as("%d bytes", length).isInstanceOf(PatchRefusal.Truncated.class);
      }
    }
  }

  @Test
  void givenHeaderWithOneByteChanged_whenRead_thenIsRefusedOrSaysSomethingElse() {
    Property.check(
        "a changed byte of a header is seen",
        2_000,
        seed -> {
          var header = header(seed);

          assertThat(read(seed.withFlippedBit(written(header))))
              .isNotEqualTo(new PatchHeader.Outcome.Read(header));
        });
  }

  @Test
  void givenAnotherFile_whenRead_thenIsNoPatch() {
    byte[] gzip = written(HEADER);
    gzip[0] = 0x1f;

    assertThat(read(gzip))
        .isEqualTo(new PatchHeader.Outcome.Refused(new PatchRefusal.NotAPatch("1f4c4450")));
  }

  @Test
  void givenAnotherVersion_whenRead_thenSaysWhichIsUnderstood() {
    for (int version : new int[] {0, PatchHeader.VERSION - 1, PatchHeader.VERSION + 1, 255}) {
      byte[] other = written(HEADER);
      other[VERSION_AT] = (byte) version;

      assertThat(read(other))
          .isEqualTo(
              new PatchHeader.Outcome.Refused(
                  new PatchRefusal.UnsupportedVersion(PatchHeader.VERSION, version)));
    }
  }

  /// Endless data: a small result with a huge view would fill a device's disk.
  @Test
  void givenViewBeyondWhatTheResultAllows_whenRead_thenIsCorrupt() {
    assertThat(read(written(withLengths(10, PatchHeader.maxViewBytes(10)))))
        .isInstanceOf(PatchHeader.Outcome.Read.class);
    assertCorrupt(withLengths(10, PatchHeader.maxViewBytes(10) + 1));
    assertThat(read(written(withLengths(PatchLengths.MAX_LENGTH, 0))))
        .isInstanceOf(PatchHeader.Outcome.Read.class);
    assertCorrupt(withLengths(PatchLengths.MAX_LENGTH + 1, 0));
  }

  private static void assertCorrupt(PatchHeader header) {
    assertThat(read(written(header)))
        .isInstanceOfSatisfying(
            PatchHeader.Outcome.Refused.class,
            refused -> assertThat(refused.refusal()).isInstanceOf(PatchRefusal.Corrupt.class));
  }

  private static PatchHeader withLengths(long resultBytes, long viewBytes) {
    return new PatchHeader(
        HEADER.base(), 1, HEADER.result(), resultBytes, viewBytes, 0, HEADER.workspace());
  }

  private static PatchHeader header(Seeded seed) {
    long baseBytes = seed.length(PatchLengths.MAX_LENGTH);
    long resultBytes = seed.length(PatchLengths.MAX_LENGTH);
    return new PatchHeader(
        Digest.sha256(baseBytes == 0 ? new byte[0] : seed.bytes(9)),
        baseBytes,
        Digest.sha256(seed.bytes(9)),
        resultBytes,
        seed.length(PatchHeader.maxViewBytes(resultBytes)),
        seed.length(PatchLengths.MAX_LENGTH),
        new Workspace(
            (int) seed.between(Workspace.MIN_BITS, Workspace.MAX_BITS),
            (int) seed.between(Workspace.MIN_BITS, Workspace.MAX_BITS),
            (int) seed.between(Workspace.MIN_BITS, Workspace.MAX_BITS),
            seed.size(1 << 24),
            seed.chance(0.5),
            seed.size(1 << 22),
            0,
            0));
  }

  private static byte[] written(PatchHeader header) {
    try {
      var bytes = new ByteArrayOutputStream();
      header.write(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PatchHeader.Outcome read(byte[] patch) {
    try {
      return PatchHeader.read(new ByteArrayInputStream(patch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
