package dev.sluice.rollout.gate;

/// What a [Gate] says about a wave.
public sealed interface GateDecision {
  /// The wave went well: after its soak the next one may follow.
  record Open() implements GateDecision {}

  /// Not enough is known yet.
  record Hold() implements GateDecision {}

  /// The release is bad; waiting cannot make it better.
  ///
  /// @param reason what was exceeded and by how much, for the audit log and for people
  record Stop(String reason) implements GateDecision {}
}
