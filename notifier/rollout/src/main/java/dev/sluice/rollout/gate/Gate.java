package dev.sluice.rollout.gate;

/// Decides whether a wave has gone well enough to open the next one.
///
/// A gate sees numbers only. It knows no time: the soak stands beside it in the policy, because an
/// open gate says "these numbers are good" and the soak says "they stayed good".
public sealed interface Gate permits ShareGate {
  /// Judges the outcomes of one ring so far. The same counts always get the same answer.
  GateDecision judge(WaveCounts counts);
}
