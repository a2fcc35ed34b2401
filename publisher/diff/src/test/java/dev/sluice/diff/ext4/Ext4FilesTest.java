package dev.sluice.diff.ext4;

import static dev.sluice.diff.ext4.SyntheticImage.BLOCK_BYTES;
import static dev.sluice.diff.ext4.SyntheticImage.FIRST_FREE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.diff.ext4.SyntheticImage.Extent;
import dev.sluice.formats.samples.Samples;
import dev.sluice.testkit.Property;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class Ext4FilesTest {
  private static final List<Extent> TWO = List.of(new Extent(20, 0, 3), new Extent(23, 5, 2));

  private static List<Ext4File> find(byte[] view) {
    return Ext4Files.find(MemorySegment.ofArray(view));
  }

  private static Ext4File.Extent run(long block, long fileBlock, long length) {
    return new Ext4File.Extent(block * BLOCK_BYTES, fileBlock * BLOCK_BYTES, length);
  }

  @Test
  void givenFileWithAHole_whenFound_thenItsRunsAre() {
    var image = new SyntheticImage(64);
    image.file(6 * BLOCK_BYTES + 10, TWO);

    var files = find(image.bytes());

    assertThat(files).hasSize(1);
    assertThat(files.getFirst().lengthBytes()).isEqualTo(6 * BLOCK_BYTES + 10);
    assertThat(files.getFirst().extents())
        .containsExactly(run(20, 0, 3 * BLOCK_BYTES), run(23, 5, BLOCK_BYTES + 10));
  }

  @Test
  void givenImagesWithinOtherBytes_whenFound_thenRunsAreThoseOfTheView() {
    var image = new SyntheticImage(64);
    image.file(7 * BLOCK_BYTES, TWO);
    var before = Samples.bytes(Samples.random(1), 777, 256);

    var files = find(Samples.join(before, image.bytes(), before, image.bytes()));

    assertThat(files)
        .extracting(file -> file.extents().getFirst().position())
        .containsExactly(777L + 20480, 1554L + 65536 + 20480);
  }

  @Test
  void givenTreeOfExtents_whenFound_thenLeavesAreRead() {
    var image = new SyntheticImage(64);
    int inode = image.inode(40 * BLOCK_BYTES, 0x80000);
    image.node(inode + 40, 1, List.of(new Extent(10, 0, 0), new Extent(11, 7, 0)));
    image.node(10 * BLOCK_BYTES, 0, List.of(new Extent(12, 0, 1), new Extent(13, 1, 2)));
    image.node(11 * BLOCK_BYTES, 0, List.of(new Extent(30, 7, 2)));

    assertThat(find(image.bytes()).getFirst().extents())
        .containsExactly(run(12, 0, 3 * BLOCK_BYTES), run(30, 7, 2 * BLOCK_BYTES));
  }

  @Test
  void givenUnwrittenExtent_whenFound_thenIsAHole() {
    var image = new SyntheticImage(64);
    image.file(
        9 * BLOCK_BYTES,
        List.of(new Extent(20, 0, 3), new Extent(23, 3, 0x8002), new Extent(25, 5, 1)));

    assertThat(find(image.bytes()).getFirst().extents())
        .containsExactly(run(20, 0, 3 * BLOCK_BYTES), run(25, 5, BLOCK_BYTES));
  }

  @Test
  void givenMapOfBlocks_whenFound_thenItsBlocksAreRead() {
    var image = new SyntheticImage(2000);
    var bytes = image.buffer();
    int inode = image.inode(300 * BLOCK_BYTES, 0);
    for (int i = 0; i < 12; i++) {
      bytes.putInt(inode + 40 + 4 * i, i == 5 ? 0 : 100 + i);
    }
    bytes.putInt(inode + 88, 112).putInt(inode + 92, 500);
    for (int i = 0; i < 256; i++) {
      bytes.putInt(112 * BLOCK_BYTES + 4 * i, 113 + i);
    }
    bytes.putInt(500 * BLOCK_BYTES, 501);
    bytes.putInt(501 * BLOCK_BYTES, 502).putInt(501 * BLOCK_BYTES + 4, 503);

    assertThat(find(image.bytes()).getFirst().extents())
        .containsExactly(
            run(100, 0, 5 * BLOCK_BYTES),
            run(106, 6, 6 * BLOCK_BYTES),
            run(113, 12, 256 * BLOCK_BYTES),
            run(502, 268, 2 * BLOCK_BYTES));
  }

  @Test
  void givenFileInOnePiece_whenFound_thenIsLeftOut() {
    var image = new SyntheticImage(64);
    image.file(5000, List.of(new Extent(20, 0, 2), new Extent(22, 2, 3)));

    assertThat(find(image.bytes())).isEmpty();
  }

  @Test
  void givenFilesThatShareBlocks_whenFound_thenTheFirstHasThem() {
    var image = new SyntheticImage(64);
    image.file(7 * BLOCK_BYTES, TWO);
    image.file(7 * BLOCK_BYTES, List.of(new Extent(24, 0, 1), new Extent(40, 5, 1)));

    assertThat(find(image.bytes()))
        .extracting(file -> file.extents().getFirst().position())
        .containsExactly(20L * BLOCK_BYTES);
  }

  @Test
  void givenMapsThatCannotBe_whenFound_thenTheirFilesAreLeftOut() {
    var image = new SyntheticImage(64);
    image.file(7 * BLOCK_BYTES, List.of(new Extent(20, 0, 3), new Extent(19, 5, 1)));
    image.file(7 * BLOCK_BYTES, List.of(new Extent(20, 0, 3), new Extent(30, 2, 1)));
    image.file(7 * BLOCK_BYTES, List.of(new Extent(20, 0, 3), new Extent(63, 5, 2)));
    image.file(7 * BLOCK_BYTES, List.of(new Extent(0, 0, 3), new Extent(30, 5, 2)));
    int cycle = image.inode(7 * BLOCK_BYTES, 0x80000);
    image.node(cycle + 40, 3, List.of(new Extent(10, 0, 0)));
    image.node(10 * BLOCK_BYTES, 3, List.of(new Extent(10, 0, 0)));
    int encrypted = image.file(7 * BLOCK_BYTES, TWO);
    image.buffer().putInt(encrypted + 32, 0x80800);

    assertThat(find(image.bytes())).isEmpty();
  }

  @Test
  void givenCopyOfASuperblock_whenFound_thenIsNoFileSystem() {
    var image = new SyntheticImage(64);
    image.file(7 * BLOCK_BYTES, TWO);
    image.buffer().putShort(1024 + 90, (short) 1);

    assertThat(find(image.bytes())).isEmpty();
  }

  @Test
  void givenDamagedImages_whenFound_thenFilesLieWithinAndApart() {
    Property.check(
        "damaged images",
        300,
        seed -> {
          var image = new SyntheticImage(200);
          for (int i = 0; i < 20; i++) {
            int at = FIRST_FREE + 8 * i;
            image.file(7 * BLOCK_BYTES, List.of(new Extent(at, 0, 3), new Extent(at + 3, 5, 2)));
          }
          for (int i = seed.nextInt(40); i > 0; i--) {
            image.bytes()[1024 + seed.nextInt(seed.chance(0.2) ? 1200 : 5000)] =
                (byte) seed.nextInt();
          }

          Ext4Invariants.requireSound(image.bytes());
        });
  }
}
