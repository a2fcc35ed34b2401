package dev.sluice.diff.squashfs;

/// A compressed block of a file system.
///
/// @param position where its first byte stands, from the start of the file system
/// @param compressedBytes its length there, at least 1
/// @param maxContentsBytes what it holds at most, and exactly in all but the last blocks of files
///     and tables
/// @param kind what it holds
public record SquashfsBlock(long position, int compressedBytes, int maxContentsBytes, Kind kind) {
  /// What a block holds.
  public enum Kind {
    /// A part of one file.
    DATA,
    /// The ends of some files.
    FRAGMENT,
    /// A part of a table, behind its own header of 2 bytes.
    METADATA
  }

  /// Where the next byte behind it stands.
  public long end() {
    return position + compressedBytes;
  }
}
