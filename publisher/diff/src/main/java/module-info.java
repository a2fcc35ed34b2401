/// The differ: two files in, a patch out.
///
/// It has no file, clock, thread or socket: the caller passes segments, a stream and an executor.
/// Everything that only making patches needs is here, so that devices do not carry it.
module dev.sluice.diff {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires transitive dev.sluice.patch;
  requires transitive dev.sluice.tuf;
  requires dev.sluice.formats;
  requires com.github.luben.zstd_jni;
  requires org.tukaani.xz;

  exports dev.sluice.diff;
  exports dev.sluice.diff.feature;
}
