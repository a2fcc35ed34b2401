package dev.sluice.program.remote;

/// The APIs, which may stand under one host name or several.
public enum Api {
  /// Releases and uploads.
  PUBLISHER("publisher"),
  /// Rollouts, policies, devices and tokens.
  NOTIFIER("notifier");

  private final String word;

  Api(String word) {
    this.word = word;
  }

  /// The program that serves it.
  public String word() {
    return word;
  }
}
