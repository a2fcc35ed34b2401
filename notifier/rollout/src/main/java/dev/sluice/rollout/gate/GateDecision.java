package dev.sluice.rollout.gate;

/// What a [Gate] says about a wave, each with the reason in words, for the audit log and for
/// people.
public sealed interface GateDecision {
  /// Why, as one line.
  String reason();

  /// The wave went well: after its soak the next one may follow.
  record Open(String reason) implements GateDecision {}

  /// Not enough is known yet.
  record Hold(String reason) implements GateDecision {}

  /// Everything that will be known is known, and it decides nothing: a person has to.
  record Unclear(String reason) implements GateDecision {}

  /// The release is bad; waiting cannot make it better.
  record Stop(String reason) implements GateDecision {}
}
