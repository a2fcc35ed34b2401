package dev.sluice.diff.zstd;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStream;
import dev.sluice.formats.samples.Samples;
import dev.sluice.formats.zstd.Parameters;
import dev.sluice.formats.zstd.ZstdFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/// Contents, and frames of them that libzstd makes.
final class ZstdSamples {
  private ZstdSamples() {}

  /// How a frame is made.
  enum Way {
    AT_ONCE,
    STREAMED,
    BY_WORKERS,
    LOOKING_FAR
  }

  /// Sentences of few words, with numbers and noise in between.
  static byte[] contents(int length) {
    var random = new Random(length);
    var bytes = new byte[length];
    for (int at = 0; at < length; ) {
      var word = Integer.toString(random.nextInt(random.nextInt(4) == 0 ? 100_000 : 400), 36);
      for (byte letter : Samples.ascii(word + " ")) {
        if (at < length) {
          bytes[at++] = random.nextInt(200) == 0 ? (byte) random.nextInt() : letter;
        }
      }
    }
    return bytes;
  }

  static byte[] frame(byte[] contents, int level, Way way) throws IOException {
    var made = new ByteArrayOutputStream();
    switch (way) {
      case AT_ONCE -> {
        try (var context = new ZstdCompressCtx()) {
          made.writeBytes(context.setLevel(level).compress(contents));
        }
      }
      case STREAMED, BY_WORKERS, LOOKING_FAR -> {
        try (var stream = new ZstdOutputStream(made, level)) {
          var _ = stream.setChecksum(true);
          if (way == Way.BY_WORKERS) {
            var _ = stream.setWorkers(2);
          }
          if (way == Way.LOOKING_FAR) {
            var _ = stream.setLong(23);
          }
          stream.write(contents);
        }
      }
    }
    return made.toByteArray();
  }

  /// The same frame of an encoder that puts an empty block before the last one.
  static byte[] withEmptyBlock(byte[] frame) {
    var file = MemorySegment.ofArray(frame);
    var blocks = new Blocks(file, 0, frame.length, ZstdFrame.read(file, 0).orElseThrow());
    int at = (int) blocks.next(0);
    while (!Blocks.isLast(frame[at])) {
      at = (int) blocks.next(at);
    }
    var changed = Arrays.copyOf(frame, frame.length + Blocks.HEADER_BYTES);
    Arrays.fill(changed, at, at + Blocks.HEADER_BYTES, (byte) 0);
    System.arraycopy(frame, at, changed, at + Blocks.HEADER_BYTES, frame.length - at);
    return changed;
  }

  /// A frame of an encoder that does not compress.
  static byte[] stored(byte[] contents) {
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, 0x58});
    for (int at = 0; at < contents.length; at += Parameters.BLOCK_BYTES) {
      int length = Math.min(Parameters.BLOCK_BYTES, contents.length - at);
      int header = length << 3 | (at + length == contents.length ? 1 : 0);
      frame.write(header);
      frame.write(header >>> 8);
      frame.write(header >>> 16);
      frame.write(contents, at, length);
    }
    return frame.toByteArray();
  }
}
