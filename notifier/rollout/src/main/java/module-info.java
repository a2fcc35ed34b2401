/// How releases travel through the rings: policies, gates, counts and the rollout state machine.
///
/// Pure code. It has no clock, file, thread or socket.
module dev.sluice.rollout {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires transitive dev.sluice.events;

  exports dev.sluice.rollout;
  exports dev.sluice.rollout.count;
  exports dev.sluice.rollout.device;
  exports dev.sluice.rollout.gate;
  exports dev.sluice.rollout.plan;
  exports dev.sluice.rollout.policy;
  exports dev.sluice.rollout.traffic;
}
