package dev.sluice.diff;

import dev.sluice.patch.body.EditScript;
import dev.sluice.patch.body.Workspace;
import dev.sluice.patch.view.Layout;
import java.time.Duration;

/// About how long applying a patch keeps a processor busy.
///
/// Told for one core of the machine that our figures were taken on, in a program that was just
/// started; what a start takes is not in it. A device knows how much slower it is.
final class WorkEstimate {
  /// Digests of base and result, reading and writing.
  private static final long NANOS_PER_FILE_BYTE = 3;

  private static final long NANOS_PER_COPIED_BYTE = 10;
  private static final long NANOS_PER_MODELLED_BYTE = 600;
  private static final long NANOS_PER_MODELLED_CODE_BYTE = 1_500;
  private static final long NANOS_PER_DICTIONARY_BYTE = 8;
  private static final long NANOS_PER_DICTIONARY_CODE_BYTE = 100;

  private WorkEstimate() {}

  /// An estimate, in whole milliseconds.
  ///
  /// @param fileBytes of base and result
  /// @param script makes the result's view, unless sections have dictionaries
  /// @param viewBytes length of that view
  /// @param codeBytes length of the patch's body
  static Duration of(
      long fileBytes,
      Layout layout,
      EditScript script,
      long viewBytes,
      Workspace workspace,
      long codeBytes) {
    long nanos = NANOS_PER_FILE_BYTE * fileBytes + streamNanos(layout);
    nanos +=
        workspace.dictionaryBits() > 0
            ? NANOS_PER_DICTIONARY_BYTE * viewBytes + NANOS_PER_DICTIONARY_CODE_BYTE * codeBytes
            : editNanos(script) + NANOS_PER_MODELLED_CODE_BYTE * codeBytes;
    return Duration.ofMillis(Duration.ofNanos(nanos).toMillis());
  }

  private static long editNanos(EditScript script) {
    long nanos = 0;
    for (int i = 0; i < script.size(); i++) {
      nanos += NANOS_PER_COPIED_BYTE * script.copyLength(i);
      nanos += NANOS_PER_MODELLED_BYTE * script.insertLength(i);
    }
    return nanos;
  }

  private static long streamNanos(Layout layout) {
    long nanos = 0;
    for (var expansion : layout.expansions()) {
      nanos += expansion.format().work().expandNanosPerByte() * expansion.compressedBytes();
    }
    for (var frame : layout.frames()) {
      nanos += frame.format().work().rebuildNanosPerByte() * frame.contentsBytes();
    }
    return nanos;
  }
}
