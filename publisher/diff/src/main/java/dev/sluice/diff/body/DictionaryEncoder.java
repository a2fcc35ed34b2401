package dev.sluice.diff.body;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.sluice.patch.body.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.BasicArrayCache;
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

  /// Of all sections: a collector lets some twenty MiB for each pile up otherwise.
  private final ArrayCache arrays = new BasicArrayCache();

  private final int preset;

  /// @param viewBytes length of the view that the sections are of
  DictionaryEncoder(long viewBytes) {
    this.preset = viewBytes < LEAST_FAST_BYTES ? PRESET : FAST_PRESET;
  }

  /// Codes a section; for any thread.
  ///
  /// @param window of the base's view
  byte[] encode(byte[] window, MemorySegment section, Workspace workspace) throws IOException {
    var options = new LZMA2Options(preset);
    options.setDictSize(1 << workspace.dictionaryBits());
    options.setPresetDict(window);
    var code = new ByteArrayOutputStream();
    try (var encoder = options.getOutputStream(new FinishableWrapperOutputStream(code), arrays)) {
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
