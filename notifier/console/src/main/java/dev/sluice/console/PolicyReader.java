package dev.sluice.console;

import java.util.List;

/// Reads policies as people write them.
@FunctionalInterface
public interface PolicyReader {
  /// Everything that is wrong with a policy, each with its key; empty if it can be applied.
  ///
  /// @param yaml the document
  List<String> mistakes(String yaml);
}
