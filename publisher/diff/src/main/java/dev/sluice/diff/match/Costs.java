package dev.sluice.diff.match;

/// Estimated costs of edits, in sixteenths of a bit.
///
/// @param firstCorrection of a corrected byte after one that was equal
/// @param nextCorrection of a corrected byte after another
/// @param equalAgain of the first equal byte after a corrected one
/// @param insertByte of an inserted byte
/// @param insertStart of beginning to insert
/// @param change of going to an alignment that was not used lately
/// @param changeBit of that, for each bit of the distance
/// @param back of going to one that was
/// @param minSeed least length of a match that suggests an alignment
record Costs(
    int firstCorrection,
    int nextCorrection,
    int equalAgain,
    int insertByte,
    int insertStart,
    int change,
    int changeBit,
    int back,
    int minSeed) {
  /// Chosen on pairs of executables, archives, firmware and text: a change of the alignment costs
  /// about what it takes to say it, and what an insertion costs depends little on the file.
  static final Costs DEFAULT = new Costs(180, 120, 16, 88, 96, 330, 9, 340, 6);

  /// For views that hold many unlike files: another one's bytes seldom go on being right.
  static final Costs ARCHIVE = new Costs(180, 120, 16, 88, 96, 480, 14, 520, 6);
}
