package dev.sluice.edge.content;

import dev.sluice.cache.flow.Reading;
import dev.sluice.cache.flow.SliceStep;
import dev.sluice.cache.freshness.ObjectKind;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.cache.request.Selection;
import dev.sluice.edge.store.StoredSlice;
import dev.sluice.tuf.digest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/// An object as one reader reads it, slice by slice: performs what a [Reading] asks for. Used by
/// one thread.
public final class OpenObject {
  private static final int ETAG_LENGTH = 32;

  private final ContentCache cache;
  private final Reading<StoredSlice> reading;

  OpenObject(ContentCache cache, Reading<StoredSlice> reading) {
    this.cache = cache;
    this.reading = reading;
  }

  /// Where it stands.
  public ObjectPath path() {
    return reading.any().key().path();
  }

  /// Length of the whole object.
  public long lengthBytes() {
    return reading.any().objectLengthBytes();
  }

  /// As the origin has it.
  public String contentType() {
    return reading.any().contentType();
  }

  /// What the reader's range selects.
  public Selection selection() {
    return reading.selection();
  }

  /// When the bytes left the origin.
  public Instant bornAt() {
    return reading.any().bornAt();
  }

  /// Whether upstream should have been asked first and could not be.
  public boolean isStale() {
    return reading.isStale();
  }

  /// Whether upstream was not asked for this reader so far.
  public boolean isHit() {
    return reading.isHit();
  }

  /// A strong validator without quotes, the same at every tier: of the path where the path stands
  /// for the bytes, else of the bytes.
  public String etag() {
    var digest =
        path().kind() == ObjectKind.MUTABLE
            ? reading.any().checksum()
            : Digest.sha256(path().value().getBytes(StandardCharsets.UTF_8));
    return digest.hex().substring(0, ETAG_LENGTH);
  }

  /// The next slice, from the store or else from upstream.
  ///
  /// A mutable object is described by the slice that was read last: read it before you describe it.
  public SliceRead slice(long index) {
    var step = reading.slice(index);
    // Ends: the reading looks for a slice a few times only.
    while (true) {
      switch (step) {
        case SliceStep.Open<StoredSlice> open -> {
          var ready = open(open);
          if (ready.isPresent()) {
            return ready.get();
          }
          step = reading.unreadable(open);
        }
        case SliceStep.Fill<StoredSlice> fill -> {
          var obtained = cache.obtain(fill.key(), false);
          step = reading.filled(fill, obtained.outcome(), obtained.started());
        }
        case SliceStep.Confirm<StoredSlice> confirm ->
            step = reading.confirmed(confirm, cache.confirm(confirm.key()));
        case SliceStep.Gone<StoredSlice>(var reason, var age) -> {
          return new SliceRead.Gone(reason, age);
        }
        case SliceStep.Failed<StoredSlice>(var reason, var cause) -> {
          return new SliceRead.Failed(reason, cause);
        }
      }
    }
  }

  /// Has a slice fetched that will be asked for soon, unless it is here.
  public void readAhead(long index) {
    if (reading.lacks(index) && cache.start(new SliceKey(path(), index))) {
      reading.begunAhead(index);
    }
  }

  /// Empty when the file went away, or is not what it should be: it is dropped then.
  private Optional<SliceRead> open(SliceStep.Open<StoredSlice> step) {
    var slice = step.slice();
    try {
      return Optional.of(new SliceRead.Ready(slice, slice.open(), step.hit()));
    } catch (IOException _) {
      var _ = cache.store().drop(slice);
      return Optional.empty();
    }
  }
}
