package dev.sluice.diff.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.diff.Patches;
import dev.sluice.diff.ext4.Ext4Invariants;
import dev.sluice.diff.ext4.SyntheticImage;
import dev.sluice.diff.ext4.SyntheticImage.Extent;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Images of ext4: whatever their inodes say, a patch between two of them makes the new one.
class Ext4FuzzTest {
  private static final byte[] OTHER = image(13);

  static Stream<byte[]> images() {
    return Stream.of(image(10), image(11));
  }

  private static byte[] image(int version) {
    var image = new SyntheticImage(40);
    var extents = List.of(new Extent(10, 0, 3), new Extent(14, 4, 16));
    var elf = Inputs.elf(version);
    var _ = image.file(elf.length, extents);
    image.write(elf, extents);
    return image.bytes();
  }

  @MethodSource("images")
  @FuzzTest
  void givenAnyImage_whenComparedAndPatched_thenEitherMakesTheOther(byte[] image)
      throws IOException {
    Ext4Invariants.requireSound(image);

    assertMade(image, OTHER);
    assertMade(OTHER, image);
  }

  private static void assertMade(byte[] old, byte[] neu) throws IOException {
    assertThat(Patches.apply(old, Patches.diff(old, neu)).written()).isEqualTo(neu);
  }
}
