/// The device's update state machine: check, choose, fetch, verify, apply, install, confirm.
///
/// Pure code. It has no clock, file, thread or socket; whoever drives it performs its effects.
module dev.sluice.update {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires dev.sluice.patch;
  requires transitive dev.sluice.events;
  requires transitive dev.sluice.release;
  requires transitive dev.sluice.tuf;

  exports dev.sluice.update;
  exports dev.sluice.update.apply;
  exports dev.sluice.update.file;
  exports dev.sluice.update.memory;
  exports dev.sluice.update.order;
  exports dev.sluice.update.plan;
  exports dev.sluice.update.port;
  exports dev.sluice.update.settings;
  exports dev.sluice.update.stored;
}
