/// Views: files are compared by what their compressed streams hold.
///
/// The *view of the base* is the base with the contents of some of its streams appended; the *view
/// of the result* is the result with some of its streams replaced by their contents, also those
/// within contents. A [dev.sluice.patch.view.Layout] names both kinds of streams. The differ
/// makes it; the patcher reads through [dev.sluice.patch.view.BaseView] and writes through
/// [dev.sluice.patch.view.FrameStack]. No name, size or checksum in a container is trusted:
/// only what was taken apart and made again to the same bytes counts. Class files are streams as
/// well, wherever they stand; one that fills a deflate stream is taken apart together with it, so
/// that neither view holds it twice. A file system keeps files in several pieces:
/// [dev.sluice.patch.view.Pieces] says where these stand in a view.
@NullMarked
@CheckReturnValue
package dev.sluice.patch.view;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
