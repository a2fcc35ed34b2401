package dev.sluice.edge.store;

import dev.sluice.cache.holding.HeldSlice;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A slice on disk and what was recorded when it was filled.
///
/// The bytes may vanish at any time (eviction): a reader that has opened it reads on undisturbed,
/// one that has not looks the slice up again.
///
/// @param key what it is a slice of
/// @param objectLengthBytes length of the whole object
/// @param contentType of the object
/// @param bornAt when the bytes left the origin
/// @param lengthBytes how many bytes it has
/// @param checksum SHA-256 of these bytes as they arrived
/// @param place where they are
public record StoredSlice(
    SliceKey key,
    long objectLengthBytes,
    String contentType,
    Instant bornAt,
    long lengthBytes,
    Digest checksum,
    SlicePlace place)
    implements HeldSlice {
  private static final int BUFFER_BYTES = 64 << 10;

  /// Opens it for one reader, who closes it.
  ///
  /// @throws java.nio.file.NoSuchFileException if it was evicted
  /// @throws java.io.EOFException if the file is shorter than the slice
  public OpenSlice open() throws IOException {
    return place.open(lengthBytes);
  }

  /// The file of which the slice is the first bytes; empty while it is in memory.
  public Optional<Path> findFile() {
    return place instanceof SlicePlace.InFile(var file) ? Optional.of(file) : Optional.empty();
  }

  /// Whether the bytes still have the checksum that was recorded.
  public boolean isIntact() throws IOException {
    try (var opened = open()) {
      var digester = new Digester();
      var buffer = ByteBuffer.allocate(BUFFER_BYTES);
      var left = lengthBytes;
      while (left > 0) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), left));
        var count = opened.read(buffer, lengthBytes - left);
        if (count < 0) {
          return false;
        }
        digester.update(buffer.array(), 0, count);
        left -= count;
      }
      return digester.digest().equals(checksum);
    }
  }

  /// All bytes of the slice. For small objects only.
  public byte[] read() throws IOException {
    try (var opened = open()) {
      var buffer = ByteBuffer.allocate(Math.toIntExact(lengthBytes));
      while (buffer.hasRemaining() && opened.read(buffer, buffer.position()) >= 0) {
        // a read may stop early; the next one goes on
      }
      return buffer.array();
    }
  }
}
