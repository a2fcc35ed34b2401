package dev.sluice.diff;

import dev.sluice.formats.ClassFile;
import dev.sluice.formats.Deflate;
import dev.sluice.formats.DeflatedClass;
import dev.sluice.formats.Lz4Block;
import dev.sluice.formats.Lz4Frame;
import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.Xz;
import dev.sluice.formats.Zstd;

/// What is said of the streams of a format.
///
/// @param name for people
/// @param expandNanosPerByte about how long a device works for each byte of a stream that is taken
///     apart; see [WorkEstimate] for whose nanoseconds these are
/// @param rebuildNanosPerByte likewise for each byte of the contents of one that is made again
record StreamTraits(String name, long expandNanosPerByte, long rebuildNanosPerByte) {
  static StreamTraits of(StreamFormat format) {
    return switch (format) {
      case Deflate _ -> new StreamTraits("deflate", 30, 40);
      case Lz4Frame _ -> new StreamTraits("lz4", 10, 150);
      case Xz _ -> new StreamTraits("xz", 150, 1_000);
      case ClassFile _ -> new StreamTraits("class", 40, 60);
      case DeflatedClass _ -> new StreamTraits("deflated_class", 130, 100);
      case Zstd _ -> new StreamTraits("zstd", 15, 300);
      case Lz4Block _ -> new StreamTraits("lz4_block", 10, 150);
    };
  }
}
