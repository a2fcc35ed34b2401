/// What the parts of Sluice tell each other: events, the rings document, and who is in which ring.
///
/// Pure code: values, their codecs and two rules, without a clock, file, thread or socket.
module dev.sluice.events {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires transitive dev.sluice.release;

  exports dev.sluice.events;
  exports dev.sluice.events.announcement;
  exports dev.sluice.events.command;
  exports dev.sluice.events.condition;
  exports dev.sluice.events.confirmation;
  exports dev.sluice.events.device;
  exports dev.sluice.events.flag;
  exports dev.sluice.events.inventory;
  exports dev.sluice.events.letter;
  exports dev.sluice.events.maintenance;
  exports dev.sluice.events.policy;
  exports dev.sluice.events.principal;
  exports dev.sluice.events.release;
  exports dev.sluice.events.report;
  exports dev.sluice.events.rings;
  exports dev.sluice.events.rollout;
  exports dev.sluice.events.safeguard;
  exports dev.sluice.events.signing;
}
