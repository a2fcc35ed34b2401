package dev.sluice.delta.format;

import java.io.IOException;
import java.io.OutputStream;

/// Turns corrections into one of the three streams that describe them.
///
/// A block's corrections are runs of zeros and runs of others in turn, beginning with one of zeros,
/// which may be empty; the others never are.
final class CorrectionWriter {
  private final OutputStream target;
  private final PatchStream stream;
  private long kept;
  private long changed;

  CorrectionWriter(OutputStream target, PatchStream stream) {
    this.target = target;
    this.stream = stream;
  }

  void add(int correction) throws IOException {
    if (correction == 0) {
      endChanges();
      kept++;
      return;
    }
    if (changed == 0) {
      endKept();
    }
    changed++;
    if (stream == PatchStream.CHANGES) {
      target.write(correction);
    }
  }

  private void endKept() throws IOException {
    if (stream == PatchStream.KEPT_RUNS) {
      Varint.write(target, kept);
    }
    kept = 0;
  }

  private void endChanges() throws IOException {
    if (changed > 0 && stream == PatchStream.CHANGED_RUNS) {
      Varint.write(target, changed);
    }
    changed = 0;
  }

  void endBlock() throws IOException {
    endChanges();
    if (kept > 0) {
      endKept();
    }
  }
}
