package dev.sluice.formats.lz4;

import dev.sluice.formats.stream.ByteSink;
import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.io.InputStream;

/// Decodes blocks with the window that matches may reach back, and as much again.
public final class BlockDecoder {
  private static final int WINDOW_BYTES = 1 << 16;
  private static final int INPUT_BYTES = 1 << 14;

  static final long MEMORY_BYTES = 2 * WINDOW_BYTES + INPUT_BYTES;

  private final InputStream source;
  private final ByteSink sink;
  private final byte[] input = new byte[INPUT_BYTES];
  private final byte[] window = new byte[2 * WINDOW_BYTES];

  /// Compressed bytes taken from the source, over all blocks.
  private long taken;

  private int inputAt;
  private int inputEnd;
  private int left;

  private int written;
  private int filled;
  private int made;

  public BlockDecoder(InputStream source, ByteSink sink) {
    this.source = source;
    this.sink = sink;
  }

  long taken() {
    return taken;
  }

  /// The next four bytes, lowest first, which belong to no block.
  long readInt() throws IOException, MalformedPatchException {
    left = Integer.BYTES;
    long value = 0;
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      value |= (long) next() << shift;
    }
    return value;
  }

  /// Decodes a block of `compressedBytes`.
  ///
  /// @return length of its contents, at most [Lz4Format#BLOCK_BYTES]
  /// @throws MalformedPatchException if it is none; some contents may have been written
  public int decode(int compressedBytes) throws IOException, MalformedPatchException {
    left = compressedBytes;
    made = 0;
    boolean goesOn = true;
    while (goesOn) {
      goesOn = decodeSequence();
    }
    flush();
    return made;
  }

  /// Whether another sequence follows.
  private boolean decodeSequence() throws IOException, MalformedPatchException {
    int token = next();
    literals(length(token >>> Lz4Format.LITERALS_SHIFT));
    if (left == 0) {
      return false;
    }
    int distance = next() | (next() << Byte.SIZE);
    int length = length(token & Lz4Format.LONG) + Lz4Format.MIN_MATCH;
    if (distance == 0 || distance > made) {
      throw corrupt("a match must not reach behind the start of its block");
    }
    match(distance, length);
    return true;
  }

  private int length(int code) throws IOException, MalformedPatchException {
    int length = code;
    if (code == Lz4Format.LONG) {
      int more = Lz4Format.MORE;
      while (more == Lz4Format.MORE) {
        more = next();
        length += more;
        requireWithinBlock(length);
      }
    }
    return length;
  }

  private void literals(int count) throws IOException, MalformedPatchException {
    grow(count);
    if (count > left) {
      throw corrupt("literals must end with their block");
    }
    int rest = count;
    while (rest > 0) {
      fill();
      int step = Math.min(Math.min(rest, inputEnd - inputAt), room());
      System.arraycopy(input, inputAt, window, filled, step);
      inputAt += step;
      left -= step;
      taken += step;
      filled += step;
      rest -= step;
    }
  }

  private void match(int distance, int length) throws IOException, MalformedPatchException {
    grow(length);
    int rest = length;
    while (rest > 0) {
      int step = Math.min(rest, room());
      if (distance >= step) {
        System.arraycopy(window, filled - distance, window, filled, step);
      } else {
        for (int i = filled; i < filled + step; i++) {
          window[i] = window[i - distance];
        }
      }
      filled += step;
      rest -= step;
    }
  }

  private void grow(int count) throws MalformedPatchException {
    made += count;
    requireWithinBlock(made);
  }

  private void requireWithinBlock(int length) throws MalformedPatchException {
    if (length > Lz4Format.BLOCK_BYTES) {
      throw corrupt("a block must hold at most " + Lz4Format.BLOCK_BYTES + " bytes");
    }
  }

  /// Room behind what the window holds; never 0.
  private int room() throws IOException, MalformedPatchException {
    if (filled == window.length) {
      flush();
      System.arraycopy(window, filled - WINDOW_BYTES, window, 0, WINDOW_BYTES);
      filled = WINDOW_BYTES;
      written = filled;
    }
    return window.length - filled;
  }

  private void flush() throws IOException, MalformedPatchException {
    sink.write(window, written, filled - written);
    written = filled;
  }

  private int next() throws IOException, MalformedPatchException {
    if (left == 0) {
      throw corrupt("a sequence must end with its block");
    }
    fill();
    left--;
    taken++;
    return input[inputAt++] & 0xff;
  }

  private void fill() throws IOException, MalformedPatchException {
    if (inputAt < inputEnd) {
      return;
    }
    inputAt = 0;
    inputEnd = source.read(input, 0, Math.min(left, input.length));
    if (inputEnd <= 0) {
      inputEnd = 0;
      throw MalformedPatchException.truncated(taken, "the rest of an LZ4 block");
    }
  }

  private MalformedPatchException corrupt(String rule) {
    return MalformedPatchException.corrupt(taken, rule);
  }
}
