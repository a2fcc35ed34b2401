package dev.sluice.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.classfile.ClassSamples;
import dev.sluice.patch.PatchOutcome;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassRoundTripTest {
  private static final int CLASSES = 40;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givenClassesWithTheirConstantsInAnotherOrder_whenDiffed_thenPatchIsSmall(boolean isStored)
      throws IOException {
    var old = archive(isStored, bytes -> bytes);
    var neu = archive(isStored, ClassSamples::renumbered);

    var patch = Patches.diff(old, neu);
    var plain = Patches.diff(old, neu, DiffOptions.DEFAULT.withMaxApplyBytes(0));

    assertThat(patch).hasSizeLessThan(plain.length / 2);
    assertMade(Patches.apply(old, patch), neu);
    assertMade(Patches.apply(old, plain), neu);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givenNoBase_whenDiffed_thenMakesTheArchive(boolean isStored) throws IOException {
    var neu = archive(isStored, bytes -> bytes);

    assertMade(Patches.apply(new byte[0], Patches.diff(new byte[0], neu)), neu);
  }

  private static byte[] archive(boolean isStored, UnaryOperator<byte[]> change) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var files = ClassSamples.ofModule("java.compiler");
    try (var zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < CLASSES; i++) {
        var file = change.apply(Files.readAllBytes(files.get(i)));
        zip.putNextEntry(entry(files.get(i).toString(), file, isStored));
        zip.write(file);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static ZipEntry entry(String name, byte[] file, boolean isStored) {
    var entry = new ZipEntry(name);
    entry.setTime(1_000_000_000_000L);
    if (isStored) {
      var checksum = new CRC32();
      checksum.update(file);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(file.length);
      entry.setCrc(checksum.getValue());
    }
    return entry;
  }

  private static void assertMade(Patches.Applied applied, byte[] expected) {
    assertThat(applied.outcome())
        .isEqualTo(new PatchOutcome.Applied(Digest.sha256(expected), expected.length));
  }
}
