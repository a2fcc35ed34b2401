package dev.sluice.diff;

import dev.sluice.diff.match.Search;
import java.util.List;

/// How much time a patch is worth.
public enum Effort {
  /// Looks at fewer places, with half the memory for the index of old.
  FAST,

  /// About the time that bsdiff takes.
  DEFAULT,

  /// Looks at every place, estimates costs in two ways, and keeps the smaller patch: about twice
  /// the time and the memory of [#DEFAULT], for some percent. Every file is coded both under
  /// models,
  /// which takes microseconds for each byte, on the device as well, and with a dictionary.
  BEST;

  /// How the bytes of old are looked up.
  Search search() {
    return switch (this) {
      case FAST -> new Search(2, 6, 4);
      case DEFAULT -> Search.USUAL;
      case BEST -> new Search(0, 96, 48);
    };
  }

  /// Whether costs are estimated as in archives of many unlike files: what is tried, the likelier
  /// first.
  List<Boolean> estimates(boolean isArchive) {
    return this == BEST ? List.of(isArchive, !isArchive) : List.of(isArchive);
  }
}
