package dev.sluice.diff.ext4;

import java.util.List;

/// A file of a file system: what its extents do not hold is zeros.
///
/// @param lengthBytes its length
/// @param extents in order, in the file and in the file system alike; the first begins with the
///     file
public record Ext4File(long lengthBytes, List<Extent> extents) {
  /// Bytes that follow each other in both.
  ///
  /// @param position where they stand
  /// @param offset in the file
  /// @param length at least 1
  public record Extent(long position, long offset, long length) {
    /// First byte behind them.
    public long end() {
      return position + length;
    }
  }

  /// Copies the list.
  public Ext4File {
    extents = List.copyOf(extents);
  }
}
