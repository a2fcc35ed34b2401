/// The Update Framework as Sluice uses it: metadata, digests, signatures, and the trust rules.
///
/// Pure code. It has no clock, file, thread or socket, and it cannot sign.
module dev.sluice.tuf {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires com.fasterxml.jackson.core;
  requires org.bouncycastle.provider;

  exports dev.sluice.tuf.digest;
  exports dev.sluice.tuf.json;
  exports dev.sluice.tuf.key;
  exports dev.sluice.tuf.metadata;
  exports dev.sluice.tuf.trust;
}
