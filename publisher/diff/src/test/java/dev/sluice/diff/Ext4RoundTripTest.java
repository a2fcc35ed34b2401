package dev.sluice.diff;

import static dev.sluice.diff.ext4.SyntheticImage.BLOCK_BYTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.ext4.SyntheticImage;
import dev.sluice.diff.ext4.SyntheticImage.Extent;
import dev.sluice.formats.samples.Samples;
import dev.sluice.formats.samples.SyntheticElf;
import dev.sluice.testkit.Property;
import dev.sluice.testkit.Seeded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Images of file systems in which executables stand in pieces.
class Ext4RoundTripTest {
  private static final int FUNCTIONS = 200;
  private static final int BLOCKS = 400;
  private static final int MAGIC_AT = 1024 + 56;

  /// A version of an executable: with some more functions.
  private static byte[] executable(int... inserted) {
    var functions = new ArrayList<SyntheticElf.Function>();
    for (int i = 0; i < FUNCTIONS; i++) {
      functions.add(new SyntheticElf.Function("f" + i, "f" + (i * 37 + 11) % FUNCTIONS));
    }
    for (int index : inserted) {
      functions.add(index, new SyntheticElf.Function("added" + index, "f3"));
    }
    return new SyntheticElf(false, functions).bytes();
  }

  /// An image that holds a file in pieces of which the last but one is apart from the others.
  private static byte[] image(byte[] file, int firstBlock) {
    int blocks = (file.length + BLOCK_BYTES - 1) / BLOCK_BYTES;
    var extents =
        List.of(
            new Extent(firstBlock, 0, 5),
            new Extent(firstBlock + 60, 5, 6),
            new Extent(firstBlock + 66, 11, blocks - 11));
    var image = new SyntheticImage(BLOCKS);
    var _ = image.file(file.length, extents);
    image.write(file, extents);
    return image.bytes();
  }

  @Test
  void givenExecutableInPieces_whenDiffed_thenItsAddressesAreForetold() throws IOException {
    var old = image(executable(), 20);
    var neu = image(executable(20, 150), 31);

    var patch = Patches.diff(old, neu);

    assertThat(Patches.apply(old, patch).written()).isEqualTo(neu);
    old[MAGIC_AT] = 0;
    neu[MAGIC_AT] = 0;
    assertThat(patch.length).isLessThan(Patches.diff(old, neu).length / 2);
  }

  @Test
  void givenSectionsThatEndWithinPieces_whenDiffedAndApplied_thenMakesTheNewImage()
      throws IOException {
    var old = image(executable(), 20);
    var neu = image(executable(20, 150), 31);

    for (int bytes : new int[] {700, 5000, 33_333}) {
      var options = DiffOptions.DEFAULT.withSections(new Sections(bytes, 50));
      var patch = Patches.diff(old, neu, options);

      assertThat(Patches.apply(old, patch).written()).as("sections of %d", bytes).isEqualTo(neu);
    }
  }

  @Test
  void givenExecutablesWhosePiecesAreMixed_whenDiffedAndApplied_thenMakesTheNewImage() {
    Property.check(
        "mixed pieces",
        30,
        seed -> {
          var old = mixed(seed, executable(), executable(7));
          var neu = mixed(seed, executable(20, 150), executable(9, 33));

          var applied = Patches.apply(old, Patches.diff(old, neu));

          assertThat(applied.written()).isEqualTo(neu);
        });
  }

  /// An image of two files whose runs and holes stand anyhow.
  private static byte[] mixed(Seeded seed, byte[] first, byte[] second) {
    var image = new SyntheticImage(BLOCKS);
    int block = SyntheticImage.FIRST_FREE;
    var files = List.of(first, second);
    var extents = List.of(new ArrayList<Extent>(), new ArrayList<Extent>());
    var next = new int[2];
    for (int i = 0; i < 8; i++) {
      int count = 1 + seed.nextInt(20);
      int file = i % 2;
      extents.get(file).add(new Extent(block, next[file], count));
      next[file] += count + (i < 6 ? seed.nextInt(2) : 0);
      block += count + seed.nextInt(3);
    }
    for (int file = 0; file < 2; file++) {
      int length = Math.min(files.get(file).length, next[file] * BLOCK_BYTES);
      var _ = image.file(length, extents.get(file));
      var held = new ArrayList<>(extents.get(file));
      held.removeIf(extent -> extent.fileBlock() * BLOCK_BYTES >= length);
      image.write(Samples.cut(files.get(file), 0, length), held);
    }
    return image.bytes();
  }
}
