package dev.sluice.delta.format;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.FinishableOutputStream;
import org.tukaani.xz.FinishableWrapperOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.UnsupportedOptionsException;

/// Compresses one stream of a patch and notes where its blocks end.
///
/// LZMA2 without a container, flushed at the end of each block, so that a reader who has a block
/// can decode all of it, and later blocks still refer to earlier ones.
final class StreamEncoder extends OutputStream {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int NICE_LENGTH = StreamDecoder.MAX_PADDING_BYTES;
  private static final int MIN_DICTIONARY_BYTES = LZMA2Options.DICT_SIZE_MIN;

  private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
  private final FinishableOutputStream encoder;
  private final BufferedOutputStream buffer;
  private final List<Integer> blockEnds = new ArrayList<>();
  private long sinceFlush;
  private boolean isFlushed;

  StreamEncoder(int dictionaryBytes) throws UnsupportedOptionsException {
    var options = new LZMA2Options();
    options.setDictSize(Math.max(MIN_DICTIONARY_BYTES, dictionaryBytes));
    options.setPb(0);
    options.setNiceLen(NICE_LENGTH);
    encoder =
        options.getOutputStream(
            new FinishableWrapperOutputStream(compressed), ArrayCache.getDummyCache());
    buffer = new BufferedOutputStream(encoder, BUFFER_BYTES);
  }

  @Override
  public void write(int value) throws IOException {
    buffer.write(value);
    sinceFlush++;
  }

  @Override
  public void write(byte[] source, int offset, int count) throws IOException {
    buffer.write(source, offset, count);
    sinceFlush += count;
  }

  /// Makes everything written so far decodable.
  void endBlock() throws IOException {
    if (sinceFlush > 0) {
      // The encoder holds back this much for its match finder, and must not be flushed twice on
      // less.
      for (long i = sinceFlush; isFlushed && i < StreamDecoder.MAX_PADDING_BYTES; i++) {
        buffer.write(0);
      }
      buffer.flush();
      isFlushed = true;
      sinceFlush = 0;
    }
    blockEnds.add(compressed.size());
  }

  int blockLength(int block) {
    return blockEnds.get(block) - blockStart(block);
  }

  private int blockStart(int block) {
    return block == 0 ? 0 : blockEnds.get(block - 1);
  }

  /// All blocks, one after the other.
  byte[] compressed() {
    return compressed.toByteArray();
  }
}
