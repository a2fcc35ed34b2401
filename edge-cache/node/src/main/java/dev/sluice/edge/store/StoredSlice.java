package dev.sluice.edge.store;

import dev.sluice.cache.holding.HeldSlice;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.tuf.digest.Digest;
import dev.sluice.tuf.digest.Digester;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/// A slice on disk and what was recorded when it was filled.
///
/// The file may vanish at any time (eviction): a reader that has opened it reads on undisturbed,
/// one that has not looks the slice up again.
///
/// @param key what it is a slice of
/// @param objectLengthBytes length of the whole object
/// @param contentType of the object
/// @param bornAt when the bytes left the origin
/// @param lengthBytes how many bytes of the file, from its start, are the slice
/// @param checksum SHA-256 of these bytes as they arrived
/// @param file where they are
public record StoredSlice(
    SliceKey key,
    long objectLengthBytes,
    String contentType,
    Instant bornAt,
    long lengthBytes,
    Digest checksum,
    Path file)
    implements HeldSlice {
  private static final int BUFFER_BYTES = 64 << 10;

  /// Opens the file; the slice is its first [#lengthBytes()] bytes. The caller closes it.
  ///
  /// @throws java.nio.file.NoSuchFileException if it was evicted
  /// @throws EOFException if the file is shorter than the slice
  public FileChannel open() throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.READ);
    if (channel.size() < lengthBytes) {
      channel.close();
      throw new EOFException(file + " must hold " + lengthBytes + " bytes and is shorter");
    }
    return channel;
  }

  /// Whether the bytes on disk still have the checksum that was recorded.
  public boolean isIntact() throws IOException {
    try (var channel = open()) {
      var digester = new Digester();
      var buffer = ByteBuffer.allocate(BUFFER_BYTES);
      var left = lengthBytes;
      while (left > 0) {
        buffer.clear().limit((int) Math.min(buffer.capacity(), left));
        var count = channel.read(buffer);
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
    try (var channel = open()) {
      var buffer = ByteBuffer.allocate(Math.toIntExact(lengthBytes));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // a read may stop early; the next one goes on
      }
      return buffer.array();
    }
  }
}
