package dev.sluice.events.command;

/// What a person may order a rollout to do.
public enum Order {
  /// Begin, under a policy that does not begin by itself.
  START,
  /// Admit nobody more until resumed.
  PAUSE,
  /// Go on after a pause.
  RESUME,
  /// End it; devices that have not switched never will.
  HALT
}
