package dev.sluice.patch.view;

import dev.sluice.formats.StreamFormat;
import dev.sluice.formats.stream.Recipe;

/// A stream of the result that is made again from its contents, which stand in the result's view.
///
/// Frames are nested or apart.
///
/// @param format what it is a stream of
/// @param start where its contents begin in the view
/// @param contentsBytes length of its contents in the view, those of frames within included; at
///     least 1
/// @param recipe what is needed besides
public record Frame(StreamFormat format, long start, long contentsBytes, Recipe recipe) {
  /// Checks the ranges.
  public Frame {
    if (start < 0 || contentsBytes < 1) {
      throw new IllegalArgumentException(
          "a frame must have a place and contents: " + start + "+" + contentsBytes);
    }
  }

  /// First byte of the view behind the contents.
  public long end() {
    return start + contentsBytes;
  }
}
