package dev.sluice.diff.view;

import dev.sluice.diff.feature.Feature;
import dev.sluice.patch.view.Layout;
import dev.sluice.patch.view.Pieces;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;

/// How the differ looks at a pair of files: with those streams taken apart that they do not have in
/// common.
///
/// Level by level: the streams of both files, then the streams within their contents. What cannot
/// be made again exactly, or would take a device more memory than allowed, stays as it is.
public final class PairView {
  private final MemorySegment old;
  private final MemorySegment neu;
  private final Layout layout;
  private final List<Pieces> newFiles;
  private final long streamMemoryBytes;

  PairView(
      MemorySegment old,
      MemorySegment neu,
      Layout layout,
      List<Pieces> newFiles,
      long streamMemoryBytes) {
    this.old = old;
    this.neu = neu;
    this.layout = layout;
    this.newFiles = newFiles;
    this.streamMemoryBytes = streamMemoryBytes;
  }

  /// Bounds of a look into containers.
  ///
  /// @param maxContentsBytes most contents of all streams of one side; 0 to look for none
  /// @param maxStreamMemoryBytes most memory that making a stream again may take a device, with
  ///     those that it stands in
  /// @param features whose streams are taken apart
  public record Limits(long maxContentsBytes, long maxStreamMemoryBytes, Set<Feature> features) {}

  /// Looks into a pair.
  ///
  /// @param arena owns the views
  public static PairView of(MemorySegment old, MemorySegment neu, Limits limits, Arena arena)
      throws IOException {
    if (limits.maxContentsBytes() == 0) {
      return plain(old, neu);
    }
    try (var builder = new ViewBuilder(limits, arena)) {
      return builder.build(old, neu);
    }
  }

  static PairView plain(MemorySegment old, MemorySegment neu) {
    return new PairView(old, neu, Layout.PLAIN, ViewPlaces.files(neu), 0);
  }

  /// View of the base; the base itself, if nothing is taken apart.
  public MemorySegment old() {
    return old;
  }

  /// View of the result; the result itself, if nothing is taken apart.
  public MemorySegment neu() {
    return neu;
  }

  /// The files in several pieces that stand in the view of the base.
  public List<Pieces> oldFiles() {
    return ViewPlaces.files(old);
  }

  /// Those in the view of the result, where streams were replaced between the pieces.
  public List<Pieces> newFiles() {
    return newFiles;
  }

  /// Whether the views are copies, which may be written to; else they are the files themselves.
  public boolean isCopied() {
    return !layout.equals(Layout.PLAIN);
  }

  /// What a device needs to come to the same views.
  public Layout layout() {
    return layout;
  }

  /// Most memory that the streams take a device at a time.
  public long streamMemoryBytes() {
    return streamMemoryBytes;
  }
}
