package dev.sluice.diff.squashfs;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdDecompressCtx;
import dev.sluice.formats.lz4.Lz4Blocks;
import dev.sluice.formats.samples.Fixtures;
import dev.sluice.formats.xz.XzExpander;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SquashfsBlocksTest {
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lz4", "xz", "zstd"})
  void givenImageOfTheTool_whenListed_thenEachBlockDecompresses(String compressor)
      throws Exception {
    var image = image(compressor);
    var file = Fixtures.surrounded(image, 9, 30);

    var listing = SquashfsBlocks.list(SquashfsBlocks.source(file), 9, file.byteSize());

    assertThat(listing).isInstanceOf(SquashfsListing.Found.class);
    var found = (SquashfsListing.Found) listing;
    assertThat(found.compressor()).isEqualTo(Compressor.find(image[20]).orElseThrow());
    assertThat(found.lengthBytes()).isEqualTo(image.length);
    assertThat(found.blockBytes()).isEqualTo(4096);
    assertThat(found.blocks()).extracting(SquashfsBlock::kind).contains(SquashfsBlock.Kind.DATA);
    for (var block : found.blocks()) {
      var compressed = Arrays.copyOfRange(image, (int) block.position(), (int) block.end());
      int contentsBytes = decompressedBytes(compressor, compressed, block.maxContentsBytes());
      assertThat(contentsBytes).isPositive().isLessThanOrEqualTo(block.maxContentsBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "lz4", "xz", "zstd"})
  void givenTruncatedOrFlippedImage_whenListed_thenEndsInAListingOrARefusal(String compressor)
      throws IOException {
    var random = new Random(7);
    var image = image(compressor);
    for (int i = 0; i < 300; i++) {
      var damaged = i % 5 == 0 ? Arrays.copyOf(image, random.nextInt(image.length)) : image.clone();
      int tables = Math.max(0, damaged.length - 700);
      for (int flips = random.nextInt(3); flips >= 0 && damaged.length > 0; flips--) {
        int at =
            switch (random.nextInt(3)) {
              case 0 -> random.nextInt(Math.min(96, damaged.length));
              case 1 -> tables + random.nextInt(damaged.length - tables);
              default -> random.nextInt(damaged.length);
            };
        damaged[at] ^= (byte) (1 << random.nextInt(8));
      }

      assertThat(list(damaged)).as("turn %d", i).isNotNull();
    }
  }

  @Test
  void givenOtherBytes_whenListed_thenSaysSo() throws IOException {
    assertThat(list(new byte[0])).isInstanceOf(SquashfsListing.NotThisFormat.class);
    assertThat(list(new byte[5000])).isInstanceOf(SquashfsListing.NotThisFormat.class);
  }

  @Test
  void givenUnknownCompressorOrMissingEnd_whenListed_thenIsUnsupported() throws IOException {
    var image = image("gzip");
    assertThat(list(Arrays.copyOf(image, image.length - 1)))
        .isInstanceOf(SquashfsListing.Unsupported.class);
    image[20] = 3;
    assertThat(list(image)).isInstanceOf(SquashfsListing.Unsupported.class);
  }

  private static byte[] image(String compressor) {
    return Fixtures.read(compressor + ".squashfs");
  }

  private static SquashfsListing list(byte[] image) throws IOException {
    var source = SquashfsBlocks.source(MemorySegment.ofArray(image));
    return SquashfsBlocks.list(source, 0, image.length);
  }

  private static int decompressedBytes(String compressor, byte[] block, int maxBytes)
      throws Exception {
    var contents = new byte[maxBytes];
    var source = new ByteArrayInputStream(block);
    return switch (compressor) {
      case "gzip" -> inflate(block, contents);
      case "xz" -> (int) XzExpander.expand(source, block.length, 1 << 22, new Fixtures.Kept());
      case "lz4" -> Lz4Blocks.expand(source, block.length, new Fixtures.Kept());
      case "zstd" -> {
        try (var context = new ZstdDecompressCtx()) {
          yield context.decompress(contents, block);
        }
      }
      default -> throw new AssertionError(compressor);
    };
  }

  private static int inflate(byte[] block, byte[] contents) throws Exception {
    var inflater = new Inflater();
    inflater.setInput(block);
    int count = inflater.inflate(contents);
    assertThat(inflater.finished()).isTrue();
    inflater.end();
    return count;
  }
}
