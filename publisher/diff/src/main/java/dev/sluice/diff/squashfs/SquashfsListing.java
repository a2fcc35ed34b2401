package dev.sluice.diff.squashfs;

import java.util.List;

/// What became of the question whether a file system stands at a position of a file.
public sealed interface SquashfsListing {
  /// A file system, with its compressed blocks in the order of their positions; none overlap. What
  /// is stored, or stands between the blocks, is not listed.
  ///
  /// @param lengthBytes from the superblock to the last byte used, without padding
  /// @param blockBytes what a block of data holds at most
  record Found(Compressor compressor, long lengthBytes, int blockBytes, List<SquashfsBlock> blocks)
      implements SquashfsListing {
    public Found {
      blocks = List.copyOf(blocks);
    }
  }

  /// No file system stands there.
  record NotThisFormat() implements SquashfsListing {}

  /// A file system seems to stand there, but it is damaged, or not supported.
  ///
  /// @param reason for people
  record Unsupported(String reason) implements SquashfsListing {}
}
