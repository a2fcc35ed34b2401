package dev.sluice.update.fake;

import dev.sluice.update.file.ByteRange;
import dev.sluice.update.file.Content;
import dev.sluice.update.port.Effect.Fetch;
import dev.sluice.update.port.UpdateEvent;
import dev.sluice.update.port.UpdateEvent.Answer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// An edge node in memory, with a store whose bits may flip.
public final class FakeEdge {
  private final Map<String, byte[]> files;
  private final List<Fetch> fetches = new ArrayList<>();
  private final Set<String> flipped = new HashSet<>();
  private final Set<String> broken = new HashSet<>();
  private Predicate<Fetch> outage = _ -> false;

  /// An edge node in front of these files, which may change while it is used.
  public FakeEdge(Map<String, byte[]> files) {
    this.files = files;
  }

  /// Every fetch so far, in order.
  public List<Fetch> fetches() {
    return fetches;
  }

  /// Every path asked for so far, in order.
  public List<String> paths() {
    return fetches.stream().map(Fetch::path).toList();
  }

  /// Flips a bit in what is stored of a path, until it is asked for past the cache.
  public void flip(String path) {
    flipped.add(path);
  }

  /// Flips a bit in a path for good.
  public void spoil(String path) {
    broken.add(path);
  }

  /// From now on fetches that match are not answered.
  public void setOutage(Predicate<Fetch> newOutage) {
    outage = newOutage;
  }

  /// Answers a fetch.
  public Answer answer(Fetch fetch) {
    fetches.add(fetch);
    if (outage.test(fetch)) {
      return new UpdateEvent.Unavailable(fetch.request(), "connection refused");
    }
    byte[] file = files.get(fetch.path());
    if (file == null) {
      return new UpdateEvent.Absent(fetch.request());
    }
    byte[] part =
        switch (fetch.range()) {
          case ByteRange.Whole _ -> file.clone();
          case ByteRange.Part(long start, long end) ->
              Arrays.copyOfRange(file, (int) start, (int) Math.min(end, file.length));
        };
    if (fetch.cacheBypass()) {
      flipped.remove(fetch.path());
    }
    if (flipped.contains(fetch.path()) || broken.contains(fetch.path())) {
      part[part.length / 2] ^= 1;
    }
    long limit = fetch.maxLengthBytes() + 1;
    byte[] limited = part.length > limit ? Arrays.copyOf(part, (int) limit) : part;
    return new UpdateEvent.Fetched(fetch.request(), Content.of(limited));
  }
}
