package dev.sluice.diff.stream;

import java.io.IOException;

/// Finds streams by what they begin with, or what stands before them.
public interface StreamSignature {
  /// The first bytes that it may have, as characters.
  String firstBytes();

  /// Whether it has these first four bytes, the lowest first.
  boolean isAt(int word);

  /// Finds the streams that belong to a signature, and adds them to their region.
  ///
  /// @param at where it stands
  /// @return where the search goes on; -1 if it only looked like one
  long find(StreamRegion region, long at) throws IOException;
}
