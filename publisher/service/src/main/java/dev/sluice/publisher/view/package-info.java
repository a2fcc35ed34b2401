/// What the topics say of the releases that are live: published, signed, withdrawn, and the patches
/// that lead to them.
///
/// Main type: [dev.sluice.publisher.view.ReleaseView]. It keeps one entry for each release that the
/// compacted topics hold, and refuses to answer before it has read them. Only the publisher may
/// depend on it.
@NullMarked
@CheckReturnValue
package dev.sluice.publisher.view;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
