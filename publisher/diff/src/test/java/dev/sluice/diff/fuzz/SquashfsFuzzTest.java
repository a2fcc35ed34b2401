package dev.sluice.diff.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.diff.squashfs.SquashfsBlocks;
import dev.sluice.diff.squashfs.SquashfsListing;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Images of squashfs.
class SquashfsFuzzTest {
  static Stream<byte[]> images() {
    return Stream.of("gzip", "xz", "zstd", "lz4").map(name -> Fixtures.read(name + ".squashfs"));
  }

  @MethodSource("images")
  @FuzzTest
  void givenAnyImage_whenListed_thenItsBlocksLieWithinAndApart(byte[] image)
      throws IOException, MalformedPatchException {
    var source = SquashfsBlocks.source(MemorySegment.ofArray(image));

    var listing = SquashfsBlocks.list(source, 0, image.length);

    if (listing instanceof SquashfsListing.Found found) {
      assertThat(found.lengthBytes()).isBetween(0L, (long) image.length);
      long end = 0;
      for (var block : found.blocks()) {
        assertThat(block.position()).isGreaterThanOrEqualTo(end);
        end = block.end();
      }
      assertThat(end).isLessThanOrEqualTo(found.lengthBytes());
      Containers.requireSound(image);
    }
  }
}
