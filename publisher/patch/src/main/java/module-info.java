/// The patch format and the patcher: a base and a patch in, the result out.
///
/// It has no file, clock, thread or socket: the caller passes channels and an executor. What it
/// exports to the differ alone is the format's inside.
@SuppressWarnings("module") // the differ is built later
module dev.sluice.patch {
  requires static com.google.errorprone.annotations;
  requires static org.jspecify;
  requires transitive dev.sluice.tuf;
  requires dev.sluice.formats;
  requires org.tukaani.xz;

  exports dev.sluice.patch;
  exports dev.sluice.patch.inplace;
  exports dev.sluice.patch.body to
      dev.sluice.diff;
  exports dev.sluice.patch.coding to
      dev.sluice.diff;
  exports dev.sluice.patch.view to
      dev.sluice.diff;
  exports dev.sluice.patch.wire to
      dev.sluice.diff;
}
