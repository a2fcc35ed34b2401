/// The differ and the patcher: bytes in, bytes out.
///
/// It has no file, clock, thread or socket: the caller passes segments, channels and an executor.
/// What it takes from the device is liblzma and libzstd, where there are such, to make their
/// streams again, and zlib where it follows our own encoder; a libzstd of its own it brings along.
module dev.sluice.delta {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires transitive dev.sluice.tuf;
  requires com.github.luben.zstd_jni;
  requires org.tukaani.xz;

  exports dev.sluice.delta;
  exports dev.sluice.delta.inplace;
}
