package dev.sluice.rollout.policy;

/// What happens when a gate stops a rollout.
public enum FailureAction {
  /// Admits nobody until a person resumes or halts it.
  PAUSE,
  /// Ends it; only a new release goes on from there.
  HALT,
  /// Takes its devices back to the release before, in all rings at once; halts it if there is none.
  ROLL_BACK
}
