package dev.sluice.bench.delta;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Makes a pair of more than 3 GiB out of a smaller one, for files that no `int` can measure.
///
/// Each side holds twelve copies of the smaller file in an order of its own, every copy under
/// another mask so that none explains another; in front of the old ones stand some bytes that move
/// everything off its block.
final class LargePair {
  private static final List<Integer> OLD_ORDER = List.of(3, 7, 0, 11, 5, 9, 1, 4, 10, 2, 8, 6);
  private static final List<Integer> NEW_ORDER = List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
  private static final int SHIFT_BYTES = 1_234_567;
  private static final int BUFFER_BYTES = 1 << 20;

  private LargePair() {}

  /// Writes `old` and `new` into a folder.
  ///
  /// @param pair a folder with the smaller two
  static void make(Path pair, Path large) throws IOException {
    var _ = Files.createDirectories(large);
    write(pair.resolve("old"), OLD_ORDER, SHIFT_BYTES, large.resolve("old"));
    write(pair.resolve("new"), NEW_ORDER, 0, large.resolve("new"));
  }

  private static void write(Path source, List<Integer> masks, int shift, Path target)
      throws IOException {
    try (var output = new BufferedOutputStream(Files.newOutputStream(target), BUFFER_BYTES)) {
      try (var head = Files.newInputStream(source)) {
        output.write(head.readNBytes(shift));
      }
      for (int mask : masks) {
        writeMasked(source, mask, output);
      }
    }
  }

  private static void writeMasked(Path source, int mask, OutputStream output) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    try (var input = Files.newInputStream(source)) {
      for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
        for (int i = 0; i < count; i++) {
          buffer[i] ^= (byte) mask;
        }
        output.write(buffer, 0, count);
      }
    }
  }
}
