/// What is released: products, versions, manifests, artifacts, slices and deltas.
///
/// Pure code: values and their codecs, without a clock, file, thread or socket.
module dev.sluice.release {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires transitive dev.sluice.tuf;

  exports dev.sluice.release;
  exports dev.sluice.release.flags;
}
