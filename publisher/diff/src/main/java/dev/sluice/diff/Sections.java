package dev.sluice.diff;

import dev.sluice.patch.body.Workspace;

/// How finely a patch is cut: applying it can be taken up again between two sections, and takes
/// memory for the edits of one.
///
/// @param maxBytes most bytes of the result's view that a section makes
/// @param maxEdits most edits of a section, 24 bytes each when it is applied
public record Sections(long maxBytes, int maxEdits) {
  /// What was learned in a section is lost behind it, so that there should be few: 64 MiB, which
  /// apply in a second or so, and 49,152 edits.
  public static final Sections DEFAULT = new Sections(1L << 26, 3 << 14);

  /// For LZMA2, which loses little at an edge: 8 MiB, which are coded at the same time.
  private static final long DICTIONARY_BYTES = 1L << 23;

  /// A shorter file or section is not worth a dictionary.
  static final long LEAST_DICTIONARY_BYTES = 1L << 12;

  /// Checks the bounds.
  public Sections {
    if (maxBytes < 1 || maxEdits < 1) {
      throw new IllegalArgumentException(
          "a section must have room: %d bytes, %d edits".formatted(maxBytes, maxEdits));
    }
  }

  /// Length of the sections that have a dictionary: equal, and no longer than the window of the
  /// base's
  /// view, if there is one. A text in sections a fifth longer took a fourth more, since some of
  /// what
  /// they had in common with the base stood outside their windows.
  long dictionaryBytes(long viewBytes, Workspace workspace) {
    long window = workspace.maxWindowBytes();
    long most = Math.max(maxBytes, LEAST_DICTIONARY_BYTES);
    long usual = Math.min(most, window > 0 ? window : DICTIONARY_BYTES);
    return Math.ceilDiv(viewBytes, Math.max(1, Math.ceilDiv(viewBytes, usual)));
  }
}
