package dev.sluice.patch.body;

import dev.sluice.formats.stream.MalformedPatchException;
import java.io.IOException;
import java.util.List;

/// One of the two ends between which a [SectionCodec] stands: the differ's, which knows the edits
/// and the result, or the patcher's, which comes to know them.
public interface SectionSide {
  /// Executables that the section touches, in the order of new; empty for the patcher.
  List<ExecutablePair> executables();

  /// Number of edits; without meaning for the patcher.
  int edits();

  /// Where in the base's view an edit starts to copy; without meaning for the patcher.
  long copyStart(int edit);

  /// Bytes that an edit copies and corrects; without meaning for the patcher.
  long copyLength(int edit);

  /// Bytes that an edit inserts behind them; without meaning for the patcher.
  long insertLength(int edit);

  /// Puts what is right into the first `count` bytes; the patcher leaves them.
  void load(byte[] right, int count) throws IOException;

  /// Whether some of the bytes in `[from, to)` are not right; without meaning for the patcher.
  boolean isWrong(byte[] bytes, byte[] right, int from, int to);

  /// Takes the next bytes of the view.
  void made(byte[] bytes, int count) throws IOException, MalformedPatchException;
}
