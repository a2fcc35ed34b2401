package dev.sluice.edge.content;

import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.request.RangeHeader;
import dev.sluice.cache.request.Selection;
import dev.sluice.edge.store.SliceKey;
import dev.sluice.edge.store.StoredSlice;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// An object as one reader reads it, slice by slice. Used by one thread.
public final class OpenObject {
  /// A slice can be evicted between its arrival and its opening; a cache so small that this goes on
  /// has to fail.
  private static final int MAX_LOOKUPS = 3;

  private static final int ETAG_LENGTH = 32;

  private final ContentCache cache;
  private StoredSlice any;
  private final RangeHeader range;
  private final Set<Long> fetched;
  private final Set<Long> doubted;
  private final boolean stale;

  /// @param any some slice of the object
  /// @param fetched slices that were fetched for this reader
  /// @param doubted slices that upstream should confirm before they are served
  OpenObject(
      ContentCache cache,
      StoredSlice any,
      RangeHeader range,
      Set<Long> fetched,
      Set<Long> doubted,
      boolean stale) {
    this.cache = cache;
    this.any = any;
    this.range = range;
    this.fetched = new HashSet<>(fetched);
    this.doubted = new HashSet<>(doubted);
    this.stale = stale;
  }

  /// Where it stands.
  public ObjectPath path() {
    return any.key().path();
  }

  /// Length of the whole object.
  public long lengthBytes() {
    return any.objectLengthBytes();
  }

  /// As the origin has it.
  public String contentType() {
    return any.contentType();
  }

  /// What the reader's range selects.
  public Selection selection() {
    return range.select(lengthBytes());
  }

  /// When the bytes left the origin.
  public Instant bornAt() {
    return any.bornAt();
  }

  /// Whether upstream should have been asked first and could not be.
  public boolean isStale() {
    return stale;
  }

  /// Whether upstream was not asked for this reader so far.
  public boolean isHit() {
    return fetched.isEmpty() && !stale;
  }

  /// A strong validator without quotes, the same at every tier: of the path where the path stands
  /// for the bytes, else of the bytes.
  public String etag() {
    var digest =
        path().kind() == ObjectKind.MUTABLE
            ? any.checksum()
            : Digest.sha256(path().value().getBytes(StandardCharsets.UTF_8));
    return digest.hex().substring(0, ETAG_LENGTH);
  }

  /// The next slice, from the store or else from upstream.
  ///
  /// A mutable object is described by the slice that was read last: read it before you describe it.
  public SliceRead slice(long index) {
    var key = new SliceKey(path(), index);
    if (doubted.remove(index) && cache.confirm(key)) {
      fetched.add(index);
    }
    for (var lookup = 1; lookup <= MAX_LOOKUPS; lookup++) {
      if (cache.store().find(key).isEmpty()) {
        var failure = fill(key);
        if (failure.isPresent()) {
          return failure.get();
        }
      }
      var held = cache.store().find(key);
      if (held.isPresent()) {
        var read = open(held.get());
        if (read.isPresent()) {
          return read.get();
        }
      }
    }
    return new SliceRead.Failed("the store is too small to hold a slice while it is read", false);
  }

  /// Has a slice fetched that will be asked for soon, unless it is here.
  public void readAhead(long index) {
    var key = new SliceKey(path(), index);
    if (cache.store().find(key).isEmpty() && cache.start(key)) {
      fetched.add(index);
    }
  }

  private Optional<SliceRead> fill(SliceKey key) {
    var obtained = cache.obtain(key, false);
    if (obtained.started()) {
      fetched.add(key.index());
    }
    return switch (obtained.outcome()) {
      case FillOutcome.Filled _ -> Optional.empty();
      case FillOutcome.Unavailable(var reason, var timedOut) ->
          Optional.of(new SliceRead.Failed(reason, timedOut));
      case FillOutcome.Absent(var reason, var _) ->
          Optional.of(new SliceRead.Failed("the object has gone: " + reason, false));
      case FillOutcome.PastEnd _ ->
          Optional.of(new SliceRead.Failed("the object has become shorter", false));
    };
  }

  /// Empty when the file went away, or is not what it should be, and has to be looked up again.
  private Optional<SliceRead> open(StoredSlice slice) {
    if (path().kind() == ObjectKind.MUTABLE) {
      any = slice;
    } else if (slice.objectLengthBytes() != lengthBytes()) {
      return Optional.of(new SliceRead.Failed("the object has changed under its path", false));
    }
    try {
      var hit = !fetched.contains(slice.key().index());
      return Optional.of(new SliceRead.Ready(slice, slice.open(), hit));
    } catch (IOException _) {
      cache.store().drop(slice);
      return Optional.empty();
    }
  }

  /// The same object for another range of the same reader.
  OpenObject with(RangeHeader other) {
    return new OpenObject(cache, any, other, fetched, doubted, stale);
  }
}
