package dev.sluice.diff.body;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.tukaani.xz.FinishableWrapperOutputStream;
import org.tukaani.xz.LZMA2Options;

/// Codes a section as a raw LZMA2 stream (the XZ file format specification, section 5.3.1), before
/// which a window of the base's view stands in the dictionary.
final class DictionaryEncoder {
  private static final int PRESET = 5;

  /// Takes a third of the time, and makes codes longer by a fifteenth.
  private static final int FAST_PRESET = 3;

  /// Longer views are coded fast: a view of 1 GiB takes some ten minutes of a core otherwise.
  private static final long LEAST_FAST_BYTES = 512L << 20;

  private static final int BUFFER_BYTES = 1 << 14;

  private DictionaryEncoder() {}

  /// @param window of the base's view
  /// @param viewBytes length of the view that the section is of
  static byte[] encode(byte[] window, MemorySegment section, int dictionaryBits, long viewBytes)
      throws IOException {
    var options = new LZMA2Options(viewBytes < LEAST_FAST_BYTES ? PRESET : FAST_PRESET);
    options.setDictSize(1 << dictionaryBits);
    options.setPresetDict(window);
    var code = new ByteArrayOutputStream();
    try (var encoder = options.getOutputStream(new FinishableWrapperOutputStream(code))) {
      var buffer = new byte[BUFFER_BYTES];
      for (long at = 0; at < section.byteSize(); at += buffer.length) {
        int count = (int) Math.min(buffer.length, section.byteSize() - at);
        MemorySegment.copy(section, JAVA_BYTE, at, buffer, 0, count);
        encoder.write(buffer, 0, count);
      }
    }
    return code.toByteArray();
  }
}
