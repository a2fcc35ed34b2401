package dev.sluice.program.remote;

/// The APIs, which may stand under one host name or several.
public enum Api {
  /// Releases and uploads.
  PUBLISHER,
  /// Rollouts, policies, devices and tokens.
  NOTIFIER
}
