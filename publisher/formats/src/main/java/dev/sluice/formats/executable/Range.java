package dev.sluice.formats.executable;

/// A section of an executable, or a segment where it has no sections.
///
/// @param name hash of its name, to find its counterpart in another executable
/// @param content how references in it are found
/// @param address where it is loaded; 0 when it is not
/// @param offset where it stands in the file; meaningless when it does not
/// @param length bytes
/// @param isLoaded whether addresses lead to it
/// @param isStored whether it stands in the file
/// @param ordinal its place among the ranges that are kept
/// @param index its place in the section table
/// @param link index of the section it refers to, say that of a symbol table's names
public record Range(
    int name,
    Content content,
    long address,
    long offset,
    long length,
    boolean isLoaded,
    boolean isStored,
    int ordinal,
    int index,
    int link) {

  /// How references stand in a range.
  public enum Content {
    /// None.
    OPAQUE,
    /// Machine code.
    CODE,
    /// Words that may be addresses or distances.
    WORDS,
    /// Relocations with addends.
    RELOCATIONS,
    /// Symbols.
    SYMBOLS,
    /// Symbols by the hash of their names.
    SYMBOL_HASH,
    /// Unwinding records.
    FRAMES,
    /// The search table over unwinding records.
    FRAME_INDEX,
    /// Descriptions of types.
    TYPES,
    /// Numbers of types.
    TYPE_LIST,
    /// 32-bit addresses, one after the other.
    ADDRESS_LIST
  }

  boolean holdsAddress(long candidate) {
    return candidate >= address && candidate < address + length;
  }

  boolean holdsOffset(long candidate) {
    return candidate >= offset && candidate < offset + length;
  }
}
