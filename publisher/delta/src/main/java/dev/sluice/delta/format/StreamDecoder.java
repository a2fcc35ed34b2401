package dev.sluice.delta.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.LZMA2InputStream;

/// Decodes one stream of a patch, block by block. Never reads beyond the block it was given.
final class StreamDecoder {
  /// How much a stream's part of a block may decode to beyond what the edits take.
  static final int MAX_PADDING_BYTES = 128;

  private static final int BUFFER_BYTES = 1 << 13;

  private final String name;
  private final Piece piece = new Piece();
  private final LZMA2InputStream decoder;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;
  private long patchOffset;

  StreamDecoder(PatchStream stream, int dictionaryBytes) {
    name = stream.name();
    decoder = new LZMA2InputStream(piece, dictionaryBytes);
  }

  /// Heap that a decoder of this window takes, in bytes.
  static long memoryBytes(int dictionaryBytes) {
    return LZMA2InputStream.getMemoryUsage(dictionaryBytes) * 1024L + BUFFER_BYTES;
  }

  /// Goes on with the bytes that the next block has for this stream.
  void load(byte[] source, int offset, int count, long patchOffset) {
    piece.current = new ByteArrayInputStream(source, offset, count);
    this.patchOffset = patchOffset;
  }

  int read() throws MalformedPatchException {
    if (position == limit) {
      refill();
    }
    return buffer[position++] & 0xff;
  }

  void readFully(byte[] target, int offset, int count) throws MalformedPatchException {
    int done = 0;
    while (done < count) {
      if (position == limit) {
        refill();
      }
      int step = Math.min(count - done, limit - position);
      System.arraycopy(buffer, position, target, offset + done, step);
      position += step;
      done += step;
    }
  }

  /// A number up to `max`; the same code as [PatchInput#readVarint].
  long readVarint(long max) throws MalformedPatchException {
    long value = 0;
    for (int shift = 0; shift < Varint.MAX_BITS; shift += Varint.BITS_PER_BYTE) {
      int next = read();
      value |= (long) (next & Varint.PAYLOAD) << shift;
      if ((next & Varint.CONTINUED) == 0) {
        if (value > max) {
          throw corrupt("a number of at most " + max);
        }
        return value;
      }
    }
    throw corrupt("a number of at most 63 bits");
  }

  private void refill() throws MalformedPatchException {
    try {
      // What the decoder has begun comes without more input; one byte more makes it begin the next
      // chunk, and asking for several might make it look beyond the block.
      int count = Math.clamp(decoder.available(), 1, BUFFER_BYTES);
      limit = decoder.read(buffer, 0, count);
      position = 0;
    } catch (IOException e) {
      // Its input is in memory, so this is never a failure of the outside world.
      throw corrupt("a valid LZMA2 stream that fills its block");
    }
    if (limit <= 0) {
      limit = 0;
      throw corrupt("more bytes in this block");
    }
  }

  /// Drops the padding, and checks that the block held nothing else.
  void requireDrained() throws MalformedPatchException {
    try {
      for (int padding = 0; isLeft(); padding++) {
        if (padding == MAX_PADDING_BYTES) {
          throw corrupt("at most " + MAX_PADDING_BYTES + " bytes of padding in a block");
        }
        int _ = read();
      }
    } catch (IOException e) {
      throw corrupt("a valid LZMA2 stream that fills its block");
    }
  }

  private boolean isLeft() throws IOException {
    return position < limit || decoder.available() > 0 || piece.current.available() > 0;
  }

  MalformedPatchException corrupt(String rule) {
    return MalformedPatchException.corrupt(patchOffset, name + " must hold " + rule);
  }

  /// The current block's bytes, as the stream that the decoder keeps.
  private static final class Piece extends InputStream {
    private InputStream current = InputStream.nullInputStream();

    @Override
    public int read() throws IOException {
      return current.read();
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      return current.read(target, offset, count);
    }
  }
}
