/// Brings files and documents into the object store.
///
/// Main type: [dev.sluice.publisher.store.ArtifactStore], which adds to the documents of
/// [dev.sluice.store.ObjectStore] what only the publisher needs.
/// [dev.sluice.publisher.store.Uploader] sends large files straight to the store through
/// presigned part URLs ([dev.sluice.publisher.store.UploadTickets]), so that whoever uploads holds
/// no credentials. It refuses to know what a file means. Only the publisher may depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
