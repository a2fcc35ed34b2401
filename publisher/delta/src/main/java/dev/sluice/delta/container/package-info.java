/// Containers: files are compared by what their compressed streams hold.
///
/// The *view of the base* is the base with the contents of some of its streams appended; the *view
/// of the result* is the result with some of its streams replaced by their contents, also those
/// within contents. A [dev.sluice.delta.container.Layout] names both kinds of streams. The differ
/// makes it with [dev.sluice.delta.container.PairView]; the patcher reads through
/// [dev.sluice.delta.container.BaseView] and writes through
/// [dev.sluice.delta.container.FrameStack]. No name, size or checksum in a container is trusted:
/// only what was taken apart and made again to the same bytes counts. Streams that base and result
/// have in common stay compressed, so that nobody spends time on them; so do streams with long
/// recipes of whose contents the base knows little. Class files are streams as
/// well, wherever they stand; one that fills a deflate stream is taken apart together with it, so
/// that neither view holds it twice. A file system keeps files in several pieces:
/// [dev.sluice.delta.container.Pieces] says where these stand in a view.
@NullMarked
@CheckReturnValue
package dev.sluice.delta.container;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
