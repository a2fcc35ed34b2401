package dev.sluice.update.settings;

/// Whether a patch may be applied over the installed file itself.
///
/// While that lasts the file is neither the old nor the new one, and afterwards there is no
/// previous copy to return to: a device chooses it only if it has no room for two copies, starts
/// from something else, and does not use the file before the agent has completed it.
public enum InPlacePolicy {
  /// Every result is made beside the installed file.
  NEVER("never"),
  /// A result that finds no room beside the installed file is made over it.
  WHEN_SHORT("when-short");

  private final String word;

  InPlacePolicy(String word) {
    this.word = word;
  }

  /// The word in a configuration.
  public String word() {
    return word;
  }
}
