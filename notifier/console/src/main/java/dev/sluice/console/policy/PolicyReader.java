package dev.sluice.console.policy;

import dev.sluice.release.Version;
import java.util.List;

/// Reads policies as people write them.
public interface PolicyReader {
  /// Everything that is wrong with a policy, each with its key; empty if it can be applied.
  ///
  /// @param yaml the document
  List<String> mistakes(String yaml);

  /// The format version of rings documents that a policy asks for.
  ///
  /// @param yaml a document without mistakes
  long ringsFormat(String yaml);

  /// The floor releases that a policy names.
  ///
  /// @param yaml a document without mistakes
  List<Version> floors(String yaml);

  /// What a policy may say, as a JSON schema (2020-12).
  String jsonSchema();
}
