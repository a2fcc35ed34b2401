/// What is signed next: roles, revisions, the sequence rule, renewal, batching.
///
/// Pure code. It has no clock, file, thread or socket, and no key: it asks whoever drives it for
/// documents, for the time, and for signatures.
module dev.sluice.repository {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires transitive dev.sluice.events;

  exports dev.sluice.repository;
  exports dev.sluice.repository.change;
  exports dev.sluice.repository.commit;
  exports dev.sluice.repository.plan;
  exports dev.sluice.repository.role;
  exports dev.sluice.repository.state;
}
