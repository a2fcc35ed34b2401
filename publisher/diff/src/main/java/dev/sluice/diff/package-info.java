/// Makes patches.
///
/// Main type: [dev.sluice.diff.Differ]. Files are compared by what their compressed streams hold
/// ([dev.sluice.diff.view], with a package for each format of streams); the cheapest way from the
/// base's view to the result's is searched among alignments ([dev.sluice.diff.match]); what it
/// leaves
/// to say is coded ([dev.sluice.diff.body]) under the models of the patch format, of which those of
/// executables know them also in the pieces that a file system cuts them into
/// ([dev.sluice.diff.ext4]). The form of a patch is documented with [dev.sluice.patch.Patcher]'s
/// package. It refuses to apply patches, and no device has it: only the publisher's service may
/// depend
/// on it.
@NullMarked
@CheckReturnValue
package dev.sluice.diff;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
