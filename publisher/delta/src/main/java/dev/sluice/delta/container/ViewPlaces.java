package dev.sluice.delta.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where in a view those parts of a region stand that are no streams.
final class ViewPlaces {
  private final List<Stretch> stretches = new ArrayList<>();

  private record Stretch(long regionAt, long viewAt, long length) {
    Pieces.Run part(Pieces.Run run) {
      long from = Math.max(run.start(), regionAt);
      long to = Math.min(run.end(), regionAt + length);
      return new Pieces.Run(from - regionAt + viewAt, from - run.start() + run.offset(), to - from);
    }
  }

  /// Adds a part, in order.
  void add(long regionAt, long viewAt, long length) {
    stretches.add(new Stretch(regionAt, viewAt, length));
  }

  /// A file of the region as it stands in the view, without what streams it holds.
  ///
  /// @return empty if it begins with one
  Optional<Pieces> find(Pieces file) {
    var runs = new ArrayList<Pieces.Run>();
    int next = 0;
    for (var run : file.runs()) {
      while (next < stretches.size() && end(next) <= run.start()) {
        next++;
      }
      for (int i = next; i < stretches.size() && stretches.get(i).regionAt < run.end(); i++) {
        var part = stretches.get(i).part(run);
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
