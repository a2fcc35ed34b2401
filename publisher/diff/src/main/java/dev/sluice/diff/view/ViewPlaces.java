package dev.sluice.diff.view;

import dev.sluice.diff.ext4.Ext4File;
import dev.sluice.diff.ext4.Ext4Files;
import dev.sluice.patch.view.Pieces;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where in a view those parts of a region stand that are no streams.
final class ViewPlaces {
  private final List<Stretch> stretches = new ArrayList<>();

  private record Stretch(long regionAt, long viewAt, long length) {
    Pieces.Run part(Ext4File.Extent extent) {
      long from = Math.max(extent.position(), regionAt);
      long to = Math.min(extent.end(), regionAt + length);
      long offset = from - extent.position() + extent.offset();
      return new Pieces.Run(from - regionAt + viewAt, offset, to - from);
    }
  }

  /// Adds a part, in order.
  void add(long regionAt, long viewAt, long length) {
    stretches.add(new Stretch(regionAt, viewAt, length));
  }

  /// The files in several pieces of a region that is its own view.
  static List<Pieces> files(MemorySegment region) {
    var places = new ViewPlaces();
    places.add(0, 0, region.byteSize());
    return places.find(region);
  }

  /// Those of the region, as they stand in the view.
  List<Pieces> find(MemorySegment region) {
    return Ext4Files.find(region).stream().flatMap(file -> find(file).stream()).toList();
  }

  /// A file of the region as it stands in the view, without what streams it holds.
  ///
  /// @return empty if it begins with one
  Optional<Pieces> find(Ext4File file) {
    var runs = new ArrayList<Pieces.Run>();
    int next = 0;
    for (var extent : file.extents()) {
      while (next < stretches.size() && end(next) <= extent.position()) {
        next++;
      }
      for (int i = next; i < stretches.size() && stretches.get(i).regionAt < extent.end(); i++) {
        var part = stretches.get(i).part(extent);
        if (part.length() >= Pieces.MIN_RUN_BYTES) {
          runs.add(part);
        }
      }
    }
    boolean hasStart = !runs.isEmpty() && runs.getFirst().offset() == 0;
    return hasStart ? Optional.of(Pieces.of(file.lengthBytes(), runs)) : Optional.empty();
  }

  private long end(int index) {
    return stretches.get(index).regionAt + stretches.get(index).length;
  }
}
