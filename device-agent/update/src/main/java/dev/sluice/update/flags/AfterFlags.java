package dev.sluice.update.flags;

import dev.sluice.events.rings.RingsDocument;

/// What follows once the flags are switched, or could not be.
public sealed interface AfterFlags {
  /// The device looks at the repository, as after each start.
  record Look() implements AfterFlags {}

  /// It decides upon the document that it was reading.
  record Decide(RingsDocument document) implements AfterFlags {}
}
