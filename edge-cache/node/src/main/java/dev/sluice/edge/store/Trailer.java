package dev.sluice.edge.store;

import dev.sluice.cache.freshness.ObjectPath;
import dev.sluice.cache.holding.SliceKey;
import dev.sluice.tuf.digest.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The description at the end of a slice file, behind the bytes of the slice.
///
/// Layout, big-endian: the fields in the order of [StoredSlice] (strings as modified UTF-8), then a
/// footer of 12 bytes: CRC-32C of the fields, their length, and [#MAGIC]. A file without a valid
/// trailer, or of another length than its trailer says, was not finished or was damaged, and counts
/// for nothing.
final class Trailer {
  /// Also names the version of the layout.
  private static final int MAGIC = 0x534C4301;

  private static final int FOOTER_BYTES = 12;
  private static final int MAX_FIELDS_BYTES = 8 << 10;

  /// A trailer is no longer than this.
  static final int MAX_BYTES = MAX_FIELDS_BYTES + FOOTER_BYTES;

  private Trailer() {}

  static byte[] encode(StoredSlice slice) {
    try {
      var bytes = new ByteArrayOutputStream();
      var out = new DataOutputStream(bytes);
      out.writeUTF(slice.key().path().value());
      out.writeLong(slice.key().index());
      out.writeLong(slice.objectLengthBytes());
      out.writeUTF(slice.contentType());
      out.writeLong(slice.bornAt().toEpochMilli());
      out.writeLong(slice.lengthBytes());
      out.write(slice.checksum().bytes());
      var fields = bytes.toByteArray();
      out.writeInt(checksum(fields));
      out.writeInt(fields.length);
      out.writeInt(MAGIC);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail to be written", e);
    }
  }

  /// Reads the description of a file; empty when there is none that holds.
  static Optional<StoredSlice> read(Path path) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      var size = file.length();
      if (size < FOOTER_BYTES) {
        return Optional.empty();
      }
      file.seek(size - FOOTER_BYTES);
      var crc = file.readInt();
      var length = file.readInt();
      if (file.readInt() != MAGIC
          || length < 0
          || length > MAX_FIELDS_BYTES
          || length > size - FOOTER_BYTES) {
        return Optional.empty();
      }
      var fields = new byte[length];
      file.seek(size - FOOTER_BYTES - length);
      file.readFully(fields);
      return checksum(fields) == crc
          ? decode(fields, path).filter(s -> s.lengthBytes() == size - FOOTER_BYTES - length)
          : Optional.empty();
    }
  }

  private static Optional<StoredSlice> decode(byte[] fields, Path file) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(fields));
    var path = ObjectPath.of(in.readUTF());
    var index = in.readLong();
    var objectLengthBytes = in.readLong();
    var contentType = in.readUTF();
    var bornAt = Instant.ofEpochMilli(in.readLong());
    var lengthBytes = in.readLong();
    var checksum = Digest.ofBytes(in.readNBytes(Digest.LENGTH_BYTES));
    return path.map(
        p ->
            new StoredSlice(
                new SliceKey(p, index),
                objectLengthBytes,
                contentType,
                bornAt,
                lengthBytes,
                checksum,
                new SlicePlace.InFile(file)));
  }

  private static int checksum(byte[] fields) {
    var crc = new CRC32C();
    crc.update(fields);
    return (int) crc.getValue();
  }
}
