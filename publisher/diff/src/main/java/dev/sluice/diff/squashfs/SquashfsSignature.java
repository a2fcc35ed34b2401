package dev.sluice.diff.squashfs;

import dev.sluice.diff.stream.StreamRegion;
import dev.sluice.diff.stream.StreamSignature;
import java.io.IOException;

/// The blocks of squashfs images, each of which is a stream of its own.
public record SquashfsSignature() implements StreamSignature {
  @Override
  public String firstBytes() {
    return "h";
  }

  @Override
  public boolean isAt(int word) {
    return word == Superblock.MAGIC;
  }

  @Override
  public long find(StreamRegion region, long at) throws IOException {
    var source = SquashfsBlocks.source(region.bytes());
    if (!(SquashfsBlocks.list(source, at, region.lengthBytes())
        instanceof SquashfsListing.Found image)) {
      return -1;
    }
    var compressor = image.compressor();
    for (var block : image.blocks()) {
      region.add(
          compressor.format(),
          at + block.position() + compressor.headBytes(),
          block.compressedBytes() - compressor.headBytes() - compressor.tailBytes());
    }
    return at + image.lengthBytes();
  }
}
