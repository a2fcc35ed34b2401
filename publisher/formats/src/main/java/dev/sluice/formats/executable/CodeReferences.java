package dev.sluice.formats.executable;

import java.io.IOException;

/// Finds the references in machine code.
@FunctionalInterface
interface CodeReferences {
  /// Adds the fields that begin in `[from, to)`, a part of `range`.
  void find(Range range, long from, long to, FieldList fields) throws IOException;
}
