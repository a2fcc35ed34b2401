/// What makes compressed streams again, byte for byte, and what follows the addresses of
/// executables: all that applying a patch has to know about formats.
///
/// It has no file, clock, thread or socket. What it takes from the device is liblzma and libzstd,
/// where there are such, to make their streams again, and zlib where it follows our own encoder; a
/// libzstd of its own it brings along.
@SuppressWarnings("module") // its users are built later
module dev.sluice.formats {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires com.github.luben.zstd_jni;
  requires org.tukaani.xz;

  exports dev.sluice.formats to
      dev.sluice.patch,
      dev.sluice.diff;
  exports dev.sluice.formats.classfile to
      dev.sluice.diff;
  exports dev.sluice.formats.classfile.bytes to
      dev.sluice.diff;
  exports dev.sluice.formats.deflate to
      dev.sluice.patch,
      dev.sluice.diff;
  exports dev.sluice.formats.deflate.block to
      dev.sluice.diff;
  exports dev.sluice.formats.deflate.encoder to
      dev.sluice.patch,
      dev.sluice.diff;
  exports dev.sluice.formats.deflate.match to
      dev.sluice.diff;
  exports dev.sluice.formats.deflate.recipe to
      dev.sluice.diff;
  exports dev.sluice.formats.deflate.token to
      dev.sluice.diff;
  exports dev.sluice.formats.executable to
      dev.sluice.patch,
      dev.sluice.diff;
  exports dev.sluice.formats.lz4 to
      dev.sluice.diff;
  exports dev.sluice.formats.stream to
      dev.sluice.patch,
      dev.sluice.diff;
  exports dev.sluice.formats.xz to
      dev.sluice.diff;
  exports dev.sluice.formats.zstd to
      dev.sluice.diff;
}
