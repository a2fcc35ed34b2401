package dev.sluice.update.file;

import dev.sluice.tuf.digest.Digest;

/// A file of the device that the machine speaks of; where it stands is the shell's business.
///
/// Downloads carry the digest that they shall have, so that what a power cut left behind can never
/// be taken for something else.
public sealed interface LocalFile {
  /// The file that is installed and in use.
  record Installed() implements LocalFile {}

  /// The file that was installed before, beside the installed one.
  record Previous() implements LocalFile {}

  /// An artifact on its way: downloaded slice by slice, or the result of a patch.
  ///
  /// @param digest what the whole file shall have
  record Artifact(Digest digest) implements LocalFile {}

  /// A patch on its way.
  ///
  /// @param digest what the whole file shall have
  record Patch(Digest digest) implements LocalFile {}

  /// How far a patch was applied: kept beside it, small, and worth nothing without it.
  ///
  /// @param patch digest of the patch
  record Checkpoint(Digest patch) implements LocalFile {}
}
