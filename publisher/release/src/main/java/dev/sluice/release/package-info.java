/// Says what a release is and where its bytes stand in the object store.
///
/// Main type: [dev.sluice.release.Manifest], the document that describes one release. Around it
/// stand the names it is made of ([dev.sluice.release.ReleaseId],
/// [dev.sluice.release.ArtifactName]), the list of slice digests that lets a cache check a part of
/// an artifact ([dev.sluice.release.SliceList]), and the description of a patch
/// ([dev.sluice.release.DeltaDescriptor]). It refuses to vouch for anything: a decoded manifest is
/// well-formed, and only the trust rules of `dev.sluice.tuf.trust` say whether it is genuine.
/// Everything but the signer's trust rules may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.release;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
