package dev.sluice.simulation.content;

import dev.sluice.cache.eviction.EvictionIndex;
import dev.sluice.cache.freshness.Held;
import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.events.ByteString;
import dev.sluice.testkit.Seeded;
import dev.sluice.tuf.digest.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an edge node keeps: pieces with a checksum of their own, and absences.
final class PieceStore {
  private final EvictionIndex<Key> eviction;
  private final Map<Key, Piece> pieces = new HashMap<>();
  private final Map<Key, Instant> absences = new HashMap<>();
  private final Map<Key, Instant> askedAt = new HashMap<>();
  private final Map<Key, Instant> recheckedAt = new HashMap<>();

  /// A slice of an object named by digest, or the whole of a metadata file, which has index 0.
  record Key(ObjectPath path, long index) {}

  /// Bytes as they came.
  ///
  /// @param checksum of the bytes when they were stored
  record Piece(ByteString bytes, long objectLengthBytes, Digest checksum, Instant bornAt) {
    static Piece of(ByteString bytes, long objectLengthBytes, Instant now) {
      return new Piece(bytes, objectLengthBytes, Digest.sha256(bytes.bytes()), now);
    }

    boolean isIntact() {
      return Digest.sha256(bytes.bytes()).equals(checksum);
    }
  }

  PieceStore(long limitBytes) {
    eviction = new EvictionIndex<>(limitBytes);
  }

  Optional<Piece> find(Key key) {
    eviction.touch(key);
    return Optional.ofNullable(pieces.get(key));
  }

  Held held(Key key) {
    var piece = pieces.get(key);
    if (piece != null) {
      return new Held.Content(piece.bornAt(), askedAt.getOrDefault(key, piece.bornAt()));
    }
    var absent = absences.get(key);
    return absent == null ? new Held.Nothing() : new Held.Absence(absent);
  }

  void put(Key key, Piece piece) {
    absences.remove(key);
    askedAt.put(key, piece.bornAt());
    var admission = eviction.admit(key, piece.bytes().lengthBytes());
    admission.victims().forEach(pieces::remove);
    if (admission.admitted()) {
      pieces.put(key, piece);
    }
  }

  void putAbsence(Key key, Instant now) {
    drop(key);
    absences.put(key, now);
  }

  void drop(Key key) {
    eviction.forget(key);
    pieces.remove(key);
  }

  /// Whether upstream may be asked for a piece that seems intact; if so, that is noted.
  boolean mayRecheck(Key key, Instant now, Duration interval) {
    boolean may =
        !recheckedAt.containsKey(key) || !now.isBefore(recheckedAt.get(key).plus(interval));
    if (may) {
      recheckedAt.put(key, now);
    }
    return may;
  }

  void rot(Seeded chance) {
    if (pieces.isEmpty()) {
      return;
    }
    var keys = pieces.keySet().stream().sorted((a, b) -> order(a).compareTo(order(b))).toList();
    Key key = chance.pick(List.copyOf(keys));
    pieces.computeIfPresent(
        key,
        (_, piece) ->
            new Piece(
                ByteString.of(chance.withFlippedBit(piece.bytes().bytes())),
                piece.objectLengthBytes(),
                piece.checksum(),
                piece.bornAt()));
  }

  /// Hash maps have no order that repeats in another process.
  private static String order(Key key) {
    return key.path().value() + "#" + key.index();
  }
}
