package dev.sluice.rollout.device;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Reads fields as [java.io.DataOutput] writes them, out of an array and without a stream's locks:
/// all records of a partition are read under each new rings document.
///
/// Each method throws [BufferUnderflowException] where the array ends too early.
final class FieldReader {
  private final byte[] bytes;
  private final ByteBuffer buffer;

  FieldReader(byte[] bytes) {
    this.bytes = bytes;
    this.buffer = ByteBuffer.wrap(bytes);
  }

  /// How many bytes are left.
  int left() {
    return buffer.remaining();
  }

  int unsignedByte() {
    return Byte.toUnsignedInt(buffer.get());
  }

  int integer() {
    return buffer.getInt();
  }

  long longInteger() {
    return buffer.getLong();
  }

  byte[] bytes(int length) {
    byte[] read = new byte[length];
    buffer.get(read);
    return read;
  }

  Instant time() {
    long seconds = buffer.getLong();
    return Instant.ofEpochSecond(seconds, buffer.getInt());
  }

  /// @throws IOException if it is not Java's modified UTF-8
  String text() throws IOException {
    int start = buffer.position();
    int length = Short.toUnsignedInt(buffer.getShort());
    if (length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    int from = buffer.position();
    buffer.position(from + length);
    if (isAscii(from, from + length)) {
      return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }
    try (var in =
        new DataInputStream(new ByteArrayInputStream(bytes, start, Short.BYTES + length))) {
      return in.readUTF();
    }
  }

  private boolean isAscii(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }
}
