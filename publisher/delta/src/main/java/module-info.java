/// The differ and the patcher: bytes in, bytes out.
///
/// It has no file, clock, thread or socket: the caller passes segments, channels and an executor.
/// The one thing it takes from the device is liblzma, where there is one, to make xz streams again.
module dev.sluice.delta {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires transitive dev.sluice.tuf;
  requires com.github.luben.zstd_jni;
  requires org.tukaani.xz;

  exports dev.sluice.delta;
  exports dev.sluice.delta.inplace;
}
